/// Unary gRPC calls, each made again as soon as it is answered, over HTTP/2 as plain bytes: cheap enough that the
/// server is what is measured.
final class HTTP2Load: Sendable {
    private let loop = LoadLoop<HTTP2Caller>()
    private let host: String
    private let port: Int
    private let request: HTTP2Request
    private let connections: Int
    private let streams: Int

    /// - Parameters:
    ///   - message: the same in all calls; at most 16 KB, so that it is one frame.
    ///   - streams: calls under way at once on each connection.
    ///   - timeout: the value of `grpc-timeout`, if any.
    init(
        host: String = "127.0.0.1", port: Int, path: String, message: [UInt8], connections: Int, streams: Int,
        timeout: String? = nil
    ) {
        precondition(message.count + 5 <= 16_384)
        self.host = host
        self.port = port
        self.connections = connections
        self.streams = streams
        request = HTTP2Request(authority: "\(host):\(port)", path: path, timeout: timeout) { _ in message }
    }

    /// Opens the connections and makes one call on each, which says what an answer looks like.
    func connect() async throws {
        try await loop.connect(connections, host: host, port: port) { [request] _ in HTTP2Caller(request) }
        _ = try await loop.burst(1)
    }

    func run(for span: Duration) async throws -> LoadResult {
        try await loop.run(callers: streams, for: span)
    }

    func close() {
        loop.close()
    }
}
