/// Why an attempt was stopped before it ended by itself.
public enum StopReason: Int, Hashable, Sendable, Comparable {
    /// The worker shuts down and the grace period is over.
    case shutdown
    /// A client asked for cancellation.
    case cancelRequested
    /// The operation was deleted: its result has nowhere to go.
    case operationDeleted
    /// The lease ran out or belongs to another worker now.
    case leaseLost

    public static func < (left: StopReason, right: StopReason) -> Bool { left.rawValue < right.rawValue }
}
