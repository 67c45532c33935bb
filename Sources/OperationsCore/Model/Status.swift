/// Why an operation ended without a response: the values of a `google.rpc.Status`.
public struct Status: Hashable, Sendable {
    public var code: StatusCode
    public var message: String
    /// What the worker attached, in its order.
    public var details: [Payload]
    /// Set when the server itself ended the attempt; shown to callers as an ErrorInfo detail.
    public var reason: ErrorReason?

    public init(code: StatusCode, message: String, details: [Payload] = [], reason: ErrorReason? = nil) {
        self.code = code
        self.message = message
        self.details = details
        self.reason = reason
    }

    /// What this status adds to a message on the wire, in bytes; a reason becomes an ErrorInfo of at most 160.
    public var size: Int {
        details.reduce(message.utf8.count + 32 + (reason == nil ? 0 : 160)) { $0 + $1.size }
    }
}

extension Status {
    static let cancelledByRequest = Status(
        code: .cancelled, message: "The operation was cancelled.", reason: .operationCancelled)
    static let leaseExpired = Status(
        code: .aborted, message: "The worker stopped renewing its lease.",
        reason: .leaseExpired)
    static let attemptTimedOut = Status(
        code: .aborted, message: "The attempt took longer than its timeout.",
        reason: .attemptTimeout)
    static let deadlinePassed = Status(
        code: .deadlineExceeded, message: "The operation did not finish before its deadline.",
        reason: .operationDeadlineExceeded)
}
