/// Where operations are kept, as the command line and the configuration name it.
public enum StoreName: Hashable, Sendable, CustomStringConvertible {
    /// Nothing is kept.
    case memory
    case sqlite(path: String)
    /// A connection string of libpq, a URI or its KEY=VALUE form.
    case postgres(String)

    /// - Parameter text: `memory:`, `sqlite:FILE`, `postgres://…`, `postgresql://…`, or `postgres:KEY=VALUE …`.
    public init(_ text: String) throws(ServerStartError) {
        guard !text.isEmpty else {
            throw ServerStartError("The name of the store is empty; \(Self.advice)", .invalidStore)
        }
        // Not shown: it may be the settings of a connection, with a password.
        guard let colon = text.firstIndex(of: ":") else {
            throw ServerStartError("The name of the store does not say its kind; \(Self.advice)", .invalidStore)
        }
        let (scheme, rest) = (text[..<colon], text[text.index(after: colon)...])
        switch scheme {
        case "sqlite" where rest.isEmpty:
            throw ServerStartError("The store 'sqlite:' names no file; \(Self.advice)", .invalidStore)
        case "memory" where rest.isEmpty: self = .memory
        case "sqlite" where !rest.isEmpty: self = .sqlite(path: String(rest))
        case "postgres", "postgresql":
            guard rest.hasPrefix("//") || rest.contains("=") else { throw Self.unknown(scheme) }
            self = .postgres(rest.hasPrefix("//") ? text : String(rest))
        default: throw Self.unknown(scheme)
        }
    }

    /// For logs: of a store on PostgreSQL no more than that, since its connection string may hold a password.
    public var description: String {
        switch self {
        case .memory: "memory:"
        case .sqlite(let path): "sqlite:\(path)"
        case .postgres: "postgres:"
        }
    }

    /// Shows no more than the scheme: a password may stand behind it.
    private static func unknown(_ scheme: Substring) -> ServerStartError {
        ServerStartError("The store '\(scheme.prefix(40)):…' is not known; \(advice)", .invalidStore)
    }

    private static let advice =
        "write sqlite:FILE, postgres://USER@HOST/DATABASE, postgres:KEY=VALUE …, or memory: for trials."
}
