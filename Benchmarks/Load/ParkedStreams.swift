import NIOCore

/// Unary gRPC calls that the server leaves unanswered for a while; a call costs nothing here.
final class ParkedStreams: Sendable {
    /// How many answers came, and when the first and the last did.
    struct Answers {
        let count: Int
        let first: ContinuousClock.Instant
        let last: ContinuousClock.Instant

        var span: Duration { last - first }
    }

    private let loop = LoadLoop<HTTP2Caller>()
    private let host: String
    private let port: Int
    private let request: HTTP2Request
    private let connections: Int
    /// The answers that somebody has awaited.
    private let awaited: NIOLoopBoundBox<Int>

    /// - Parameter message: that of the call with this number; calls are numbered from 0 across all connections.
    init(
        host: String = "127.0.0.1", port: Int, path: String, connections: Int, timeout: String? = nil,
        message: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.host = host
        self.port = port
        self.connections = connections
        request = HTTP2Request(authority: "\(host):\(port)", path: path, timeout: timeout, message: message)
        awaited = .makeBoxSendingValue(0, eventLoop: loop.eventLoop)
    }

    func connect() async throws {
        try await loop.connect(connections, host: host, port: port) { [request, connections] index in
            HTTP2Caller(request) { $0 * connections + index }
        }
        try await ping()
    }

    /// Makes so many more calls on each connection; returns when the server has read all of them.
    func park(_ callsPerConnection: Int) async throws {
        try await loop.run { $0.forEach { $0.start(callsPerConnection, isRepeating: false) } }
        try await ping()
    }

    /// Makes so many more calls on each connection; returns when all are answered.
    func burst(_ callsPerConnection: Int) async throws -> LoadResult {
        try await loop.burst(callsPerConnection)
    }

    /// Returns when so many more answers have come since this was called last, or as soon as one is not good.
    func awaitAnswers(count: Int) async throws -> Answers {
        try await loop.eventLoop.flatSubmit { [self] in
            let promise = loop.eventLoop.makePromise(of: Answers.self)
            let look = { [self] in
                do {
                    if let answers = try answers(atLeast: count) { promise.succeed(answers) }
                } catch {
                    promise.fail(error)
                }
            }
            for connection in loop.connections.value { connection.didReceive = look }
            look()
            return loop.patiently(promise.futureResult)
        }.get()
    }

    func close() {
        loop.close()
    }

    private func ping() async throws {
        try await loop.eventLoop.flatSubmit { [loop] in loop.patiently { $0.ping(on: loop.eventLoop) } }.get()
    }

    /// Nil while there are fewer.
    private func answers(atLeast count: Int) throws -> Answers? {
        let connections = loop.connections.value
        if let fault = connections.lazy.compactMap(\.book.fault).first { throw fault }
        let answered = connections.reduce(0) { $0 + $1.book.answered }
        guard answered - awaited.value >= count else { return nil }
        let times = connections.compactMap(\.answerTimes)
        guard let first = times.map(\.lowerBound).min(), let last = times.map(\.upperBound).max() else { return nil }
        defer { awaited.value = answered }
        for connection in connections {
            connection.answerTimes = nil
            connection.didReceive = nil
        }
        return Answers(count: answered - awaited.value, first: first, last: last)
    }
}
