public import OperationsCore

/// What can be tuned in the engine; each default is design.md's.
public struct EngineSettings: Sendable {
    /// Lease length when the worker names none. Default 30 s.
    public var leaseDuration = Limits.defaultLeaseDuration
    /// How long the holder may go on after a cancel request. Default 30 s.
    public var cancelGracePeriod = Duration.seconds(30)
    /// How long an operation is kept after its end, when neither its start nor its queue nor its service named a ttl.
    /// Default 30 days.
    public var timeToLive = Duration.seconds(30 * 86_400)
    /// The same for operations of one queue, by its name. Default: none has a ttl of its own.
    public var queueTimeToLive: [String: Duration] = [:]
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
    /// How long a command may wait for the store before its caller is turned away. On a store of one process that is
    /// found out when the transaction before has ended. Default 10 s.
    public var longestQueueTime = Duration.seconds(10)
    /// Commands in one transaction. Default 1,000.
    public var largestBatch = 1_000
    /// Payloads that they bring along, together, unless there is only one. Default 16 MiB.
    public var largestBatchByteSize = 16 * 1_024 * 1_024
    /// Unfinished operations that time changes in one transaction. Default 100.
    public var sweepSize = 100
    /// Finished operations and tombstones, together, that retention removes in one transaction; among more commands, as
    /// many as there are. Default 25.
    public var purgeSize = 25
    /// The operations of one such transaction together end before they exceed this; one is always taken. Default 1 MiB.
    public var purgeByteSize = 1_024 * 1_024
    /// Between such transactions retention rests as long as the last one took, within these bounds. Default 5 ms to 1 s.
    public var purgeRest = Duration.milliseconds(5)...Duration.seconds(1)
    /// Memory for records that were read or written lately; 0 keeps none. Not used on a store that others write to.
    /// Default 64 MiB.
    public var cacheBytes = 64 * 1_024 * 1_024

    /// What is offered for which operations. Default: everything for all.
    public var services = ServiceCatalogue.open
    /// What google.cloud.location.Locations tells. Default: none.
    public var locations: [Location] = []

    public init() {}

    /// How long an operation is kept after its end, when its start named no ttl.
    func timeToLive(of name: OperationName, inQueue queue: String) -> Duration {
        queueTimeToLive[queue.isEmpty ? Limits.defaultQueue : queue]
            ?? services.timeToLive(of: name) ?? timeToLive
    }
}
