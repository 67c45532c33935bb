/// How much a pool may hold, and how long anybody waits for it.
public struct PostgresPoolLimits: Sendable {
    /// How many connections there may be at once. Default 10.
    public var size = 10
    /// How many may wait for a connection; who comes later is refused at once. Default 1,000.
    public var waiters = 1_000
    /// How long one may wait for a connection. Default 5 s.
    public var wait: Duration = .seconds(5)
    /// How old a connection may grow; some are replaced a little earlier, so that not all are at once. Default 1 h.
    public var maximumAge: Duration = .seconds(3_600)
    /// How long a connection may rest before it is closed; one is always kept. Default 5 min.
    public var idleTime: Duration = .seconds(300)
    /// How often ``PostgresPool/run()`` looks after the connections that rest. Default 1 s.
    public var checkInterval: Duration = .seconds(1)
    /// How long no other connection is tried after the first failure; doubled with each further one. Default 50 ms.
    public var firstBackoff: Duration = .milliseconds(50)
    /// How long it may become. Default 1 s.
    public var longestBackoff: Duration = .seconds(1)

    public init() {}
}
