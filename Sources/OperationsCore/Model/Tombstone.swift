/// What remains of an operation that was deleted or has expired, so that callers can be told which.
public struct Tombstone: Hashable, Sendable {
    public enum Cause: String, Sendable {
        case deleted = "DELETED"
        case expired = "EXPIRED"
    }

    public let name: OperationName
    public let cause: Cause
    public let removeTime: Timestamp
    /// When the tombstone itself goes, and its name and request id may be used again.
    public let purgeTime: Timestamp
    public let requestID: String?

    public init(name: OperationName, cause: Cause, removeTime: Timestamp, purgeTime: Timestamp, requestID: String?) {
        self.name = name
        self.cause = cause
        self.removeTime = removeTime
        self.purgeTime = purgeTime
        self.requestID = requestID
    }
}
