/// What the program's door is measured against on Hummingbird: a handler with nothing behind it.
enum OtherREST {
    static let name = "empty Hummingbird"

    /// Serves on a free port for as long as `body` takes.
    static func serve<Value: Sendable>(_ body: (_ port: Int) async throws -> Value) async throws -> Value {
        try await withServer(EmptyRESTServer.serve, body)
    }
}
