/// What the program's door is measured against on grpc-swift: a handler with nothing behind it.
enum OtherGRPC {
    static let name = "empty grpc-swift"

    /// Serves on a free port for as long as `body` takes.
    ///
    /// - Parameter body: is given the port, and who tells how many callers wait there.
    static func serve<Value: Sendable>(
        _ body: (_ port: Int, _ waiting: () -> Int) async throws -> Value
    ) async throws -> Value {
        let server = EmptyGRPCServer()
        return try await withServer(server.serve) { try await body($0) { server.parkedCount } }
    }
}
