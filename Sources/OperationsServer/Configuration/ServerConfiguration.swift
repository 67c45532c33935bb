public import Logging
public import OperationsEngine

/// All that can be configured of a server; each default is stated in README and in ``EngineSettings``.
public struct ServerConfiguration: Sendable {
    /// How log lines are written.
    public enum LogFormat: String, Sendable, CaseIterable {
        /// Text on a terminal, JSON otherwise.
        case automatic = "auto"
        case text
        case json
    }

    /// Where REST is served. Default 127.0.0.1:8080.
    public var listen = "127.0.0.1:8080"
    /// Where gRPC is served. Default 127.0.0.1:50051.
    public var grpcListen = "127.0.0.1:50051"
    /// `sqlite:FILE`, or `memory:` for trials. Default sqlite:longrun.db.
    public var store = "sqlite:longrun.db"
    /// The largest request. Default 4 MiB.
    public var maxRequestBytes = 4 * 1_024 * 1_024
    /// gRPC calls at once on one connection. Default 1,000.
    public var maxConcurrentStreams = 1_000
    /// How long a graceful shutdown may take. Default 10 s.
    public var shutdownTimeout = Duration.seconds(10)
    public var logLevel = Logger.Level.info
    public var logFormat = LogFormat.automatic
    public var engine = EngineSettings()

    public init() {}
}

/// Why a server did not start: one sentence for the person who started it.
public struct ServerStartError: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// A host and a port, written `HOST:PORT` or `[IPV6]:PORT`.
struct ListenAddress: Equatable {
    let host: String
    let port: Int

    /// - Parameter option: what it is the value of, for the error.
    init(_ text: String, option: String) throws(ServerStartError) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else {
            throw ServerStartError("\(option) is '\(text)'; write HOST:PORT, such as 127.0.0.1:8080.")
        }
        let host = text[..<colon].trimmingPrefix("[")
        switch host.hasSuffix("]") ? host.dropLast() : host {
        case "", "*": self.host = "0.0.0.0"
        case "localhost": self.host = "127.0.0.1"
        case let name: self.host = String(name)
        }
        self.port = port
    }
}
