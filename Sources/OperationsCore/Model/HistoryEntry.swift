/// One line of an operation's history: a change of state, a cancel request or a retry.
public struct HistoryEntry: Hashable, Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case started = "STARTED"
        case leased = "LEASED"
        case released = "RELEASED"
        case retryScheduled = "RETRY_SCHEDULED"
        case cancelRequested = "CANCEL_REQUESTED"
        case succeeded = "SUCCEEDED"
        case failed = "FAILED"
        case cancelled = "CANCELLED"
    }

    public var revision: Int64
    public var time: Timestamp
    public var kind: Kind
    /// Nil in the first entry.
    public var from: OperationState?
    public var to: OperationState
    public var attempt: Int32
    /// Who caused it: `client`, `server`, or `worker/` and the worker's id.
    public var actor: String
    public var error: Status?

    /// What the entry takes on the wire, in bytes, rounded up.
    public var size: Int { 128 + actor.utf8.count + (error?.size ?? 0) }

    public init(
        revision: Int64, time: Timestamp, kind: Kind, from: OperationState?, to: OperationState, attempt: Int32,
        actor: String, error: Status? = nil
    ) {
        self.revision = revision
        self.time = time
        self.kind = kind
        self.from = from
        self.to = to
        self.attempt = attempt
        self.actor = actor
        self.error = error
    }
}
