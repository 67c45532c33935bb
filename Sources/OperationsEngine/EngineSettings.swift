public import OperationsCore

/// What can be tuned in the engine; each default is design.md's.
public struct EngineSettings: Sendable {
    /// Lease length when the worker names none. Default 30 s.
    public var leaseDuration = Limits.defaultLeaseDuration
    /// How long the holder may go on after a cancel request. Default 30 s.
    public var cancelGracePeriod = Duration.seconds(30)
    /// How long an operation is kept after its end, when its start named no ttl. Default 30 days.
    public var timeToLive = Duration.seconds(30 * 86_400)
    /// How long a deleted or expired name is remembered. Default 7 days.
    public var tombstoneRetention = Duration.seconds(7 * 86_400)
    /// The longest a Wait or a lease call is held. Default 10 min.
    public var longestWait = Duration.seconds(600)
    /// Page size when the caller names none. Default 50.
    public var defaultPageSize = 50
    /// Larger page sizes are coerced to this. Default 1,000.
    public var largestPageSize = 1_000
    /// How long a page token is good for. Default 3 days.
    public var pageTokenLife = Duration.seconds(3 * 86_400)
    /// How a start is retried when it does not say. Default: RetryPolicy's.
    public var retryPolicy = RetryPolicy()
    /// Commands that may wait for the store before callers are turned away. Default 20,000.
    public var longestQueue = 20_000
    /// Commands in one transaction. Default 1,000.
    public var largestBatch = 1_000
    /// Records that time changes in one transaction. Default 100.
    public var sweepSize = 100
    /// Memory for records that were read or written lately. Default 64 MiB.
    public var cacheBytes = 64 * 1_024 * 1_024

    public init() {}
}
