import OperationsServer
@main struct S { static func main() async throws {
  var c = ServerConfiguration()
  let a = CommandLine.arguments
  c.listen = a[1]; c.grpcListen = a[2]; c.store = a[3]
  try await LongrunServer(configuration: c).run()
} }
