import GRPCCore
import GRPCNIOTransportHTTP2Posix

typealias Connection = GRPCClient<HTTP2ClientTransport.Posix>

/// Opens connections of a plain client, for as long as `body` takes.
func withConnections<Value: Sendable>(
    _ count: Int, to port: Int, _ body: ([Connection]) async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Void.self) { group in
        var connections: [Connection] = []
        for _ in 0..<count {
            let transport = try HTTP2ClientTransport.Posix(
                target: .ipv4(address: "127.0.0.1", port: port), transportSecurity: .plaintext)
            let connection = Connection(transport: transport)
            group.addTask { try await connection.runConnections() }
            connections.append(connection)
        }
        let value = try await body(connections)
        for connection in connections { connection.beginGracefulShutdown() }
        try await group.waitForAll()
        return value
    }
}
