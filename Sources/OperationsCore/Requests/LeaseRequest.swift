/// What a worker asks for when it wants work.
public struct LeaseRequest: Hashable, Sendable {
    public var selector: LeaseSelector
    public var workerID: String
    /// At most this many leases, 1 to 1,000. Default 1.
    public var count: Int
    /// 1 s to 1 h; nil: the server's default, 30 s.
    public var duration: Duration?
    /// How long to wait when there is no work. Default 0; clamped to the longest wait.
    public var waitTimeout: Duration

    public init(
        selector: LeaseSelector, workerID: String = "", count: Int = 1, duration: Duration? = nil,
        waitTimeout: Duration = .zero
    ) {
        self.selector = selector
        self.workerID = workerID
        self.count = count
        self.duration = duration
        self.waitTimeout = waitTimeout
    }
}
