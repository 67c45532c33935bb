/// Where a server takes gRPC calls: a host and a port.
///
/// ```swift
/// let endpoint = try Endpoint("127.0.0.1:50051")
/// ```
public struct Endpoint: Hashable, Sendable, CustomStringConvertible {
    /// What a text that is no endpoint is answered with.
    public struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
        public let description: String
    }

    /// A name or an address; an IPv6 address without its brackets.
    public let host: String
    public let port: Int

    /// The port that a server listens on for gRPC unless told otherwise.
    public static let defaultPort = 50_051

    /// - Parameter port: default 50051.
    public init(host: String, port: Int = Endpoint.defaultPort) {
        self.host = host
        self.port = port
    }

    /// Reads `host:port`, `[address]:port`, or a host alone, which stands for port 50051.
    ///
    /// - Throws: ``Fault`` with one sentence.
    public init(_ text: String) throws(Fault) {
        let fault = Fault(description: "'\(text)' is no endpoint; write HOST:PORT, such as 127.0.0.1:50051.")
        let (host, rest) = Self.split(text)
        guard !host.isEmpty, !host.contains("/"), !host.contains(" ") else { throw fault }
        guard let rest else {
            self.init(host: host)
            return
        }
        guard let port = Int(rest), (1...65_535).contains(port) else { throw fault }
        self.init(host: host, port: port)
    }

    private static func split(_ text: String) -> (host: String, port: Substring?) {
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            let tail = text[text.index(after: end)...]
            let host = String(text[text.index(after: text.startIndex)..<end])
            return (host, tail.isEmpty ? nil : tail.hasPrefix(":") ? tail.dropFirst() : "")
        }
        let colons = text.count { $0 == ":" }
        guard colons == 1, let colon = text.firstIndex(of: ":") else { return (text, nil) }
        return (String(text[..<colon]), text[text.index(after: colon)...])
    }

    public var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// True for four decimal numbers with dots between them.
    var isIPv4: Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }
}
