/// What a producer asks for when it starts an operation.
public struct StartRequest: Hashable, Sendable {
    public var parent: Parent
    /// Nil: the server makes a time-ordered unique one.
    public var operationID: String?
    /// A UUID; the same id with the same content names the same operation (AIP-155).
    public var requestID: String?
    /// Empty: `default`.
    public var queue: String
    public var request: Payload?
    public var metadata: Payload?
    public var labels: [String: String]
    public var priority: Int32
    public var scheduleTime: Timestamp?
    public var deadline: Timestamp?
    public var attemptTimeout: Duration?
    public var retryPolicy: RetryPolicy
    /// Nil: the server's default, 30 days after the end.
    public var timeToLive: Duration?

    public init(
        parent: Parent = .root, operationID: String? = nil, requestID: String? = nil, queue: String = "",
        request: Payload? = nil, metadata: Payload? = nil, labels: [String: String] = [:], priority: Int32 = 0,
        scheduleTime: Timestamp? = nil, deadline: Timestamp? = nil, attemptTimeout: Duration? = nil,
        retryPolicy: RetryPolicy = RetryPolicy(), timeToLive: Duration? = nil
    ) {
        self.parent = parent
        self.operationID = operationID
        self.requestID = requestID
        self.queue = queue
        self.request = request
        self.metadata = metadata
        self.labels = labels
        self.priority = priority
        self.scheduleTime = scheduleTime
        self.deadline = deadline
        self.attemptTimeout = attemptTimeout
        self.retryPolicy = retryPolicy
        self.timeToLive = timeToLive
    }
}
