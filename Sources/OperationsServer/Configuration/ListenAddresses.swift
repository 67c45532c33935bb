import NetworkDoor

/// Where a server listens: one address or several, each `HOST:PORT`, `[IPV6]:PORT` or `unix:PATH`.
///
/// ```swift
/// configuration.listen = ["0.0.0.0:8080", "unix:/run/longrun.sock"]
/// ```
public struct ListenAddresses: Sendable, Equatable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
    public var texts: [String]

    public init(_ texts: [String]) {
        self.texts = texts
    }

    public init(stringLiteral text: String) {
        texts = [text]
    }

    public init(arrayLiteral texts: String...) {
        self.texts = texts
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
            throw ServerStartError(
                "\(option) is '\(text)'; write HOST:PORT, such as 127.0.0.1:8080, or unix:PATH.")
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

extension ListenPlace {
    /// - Parameter option: what it is the value of, for the error.
    init(_ text: String, option: String) throws(ServerStartError) {
        guard text.hasPrefix("unix:") else {
            let address = try ListenAddress(text, option: option)
            self = .tcp(host: address.host, port: address.port)
            return
        }
        let path = String(text.dropFirst("unix:".count))
        guard !path.isEmpty, path.utf8.count <= 107 else {
            throw ServerStartError("\(option) is '\(text)'; the path of a Unix socket has 1 to 107 bytes.")
        }
        self = .unix(path: path)
    }
}
