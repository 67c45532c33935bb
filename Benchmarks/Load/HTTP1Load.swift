/// One GET on each connection, made again as soon as it is answered.
final class HTTP1Load: Sendable {
    private let loop = LoadLoop<HTTP1Caller>()
    private let host: String
    private let port: Int
    private let request: String
    private let connections: Int

    init(host: String = "127.0.0.1", port: Int, path: String, connections: Int) {
        self.host = host
        self.port = port
        self.connections = connections
        request = "GET \(path) HTTP/1.1\r\nHost: \(host):\(port)\r\n\r\n"
    }

    /// Opens the connections and makes one call on each, which says what an answer looks like.
    func connect() async throws {
        try await loop.connect(connections, host: host, port: port) { [request] _ in HTTP1Caller(request) }
        _ = try await loop.burst(1)
    }

    func run(for span: Duration) async throws -> LoadResult {
        try await loop.run(callers: 1, for: span)
    }

    func close() {
        loop.close()
    }
}
