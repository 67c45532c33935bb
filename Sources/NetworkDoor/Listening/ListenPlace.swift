/// Where a door listens.
public enum ListenPlace: Sendable, Equatable, CustomStringConvertible {
    /// - Parameter port: 0 takes a free one.
    case tcp(host: String, port: Int)
    /// A Unix domain socket; a file left there by an earlier process is replaced.
    case unix(path: String)

    public var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}
