/// Why a store did not open.
public enum SQLiteStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    case cannotOpen(path: String, reason: String)
    case inUse(path: String)
    case newerVersion(path: String)
    case olderVersion(path: String)
    case missing(path: String)

    public var description: String {
        switch self {
        case .cannotOpen(let path, let reason): "The database '\(path)' cannot be opened: \(reason)."
        case .inUse(let path): "The database '\(path)' is in use by another longrun server."
        case .newerVersion(let path):
            "The database '\(path)' was written by a newer version of longrun; upgrade this server to use it."
        case .olderVersion(let path):
            "The database '\(path)' was written by an older version of longrun; run 'longrun store migrate' first."
        case .missing(let path): "There is no database '\(path)'."
        }
    }
}
