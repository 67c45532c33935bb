/// All the server knows of an operation.
///
/// Only ``Lifecycle`` makes changed copies of a record; everything else stores, shows or passes it on.
public struct OperationRecord: Hashable, Sendable {
    /// How the operation ended; present exactly when it is done.
    public enum Result: Hashable, Sendable {
        case response(Payload)
        case error(Status)
    }

    public let name: OperationName
    public var state: OperationState = .pending
    public var queue: String
    /// Higher is leased first.
    public var priority: Int32 = 0
    public var labels: [String: String] = [:]
    public var request: Payload?
    public var metadata: Payload?
    public var result: Result?
    /// The error of the last attempt that failed and was, or would have been, tried again.
    public var lastError: Status?

    /// The number of the latest attempt; 0 before the first lease.
    public var attempt: Int32 = 0
    /// The attempts that count against the limit; a released one does not.
    public var countedAttempts: Int32 = 0
    public var retryPolicy = RetryPolicy()
    public var attemptTimeout: Duration?
    public var lease: Lease?
    public var reportedOutcome: ReportedOutcome?

    public var progressPercent: Int32?
    public var statusMessage = ""

    public var scheduleTime: Timestamp?
    public var deadline: Timestamp?
    /// When a pending operation may be leased.
    public var readyTime: Timestamp
    /// True while the operation stands in the ready set, from which workers are served.
    public var isReady = false
    public let createTime: Timestamp
    public var startTime: Timestamp?
    public var updateTime: Timestamp
    public var endTime: Timestamp?
    /// When a finished operation is purged.
    public var expireTime: Timestamp?
    /// How long the operation is kept after its end.
    public var timeToLive: Duration

    public var cancelRequestTime: Timestamp?
    /// When a holder that ignores the cancel request loses its lease.
    public var cancelDeadline: Timestamp?

    public var requestID: String?
    /// Grows by one with each public change.
    public var revision: Int64 = 1

    public init(name: OperationName, queue: String, createTime: Timestamp, timeToLive: Duration) {
        self.name = name
        self.queue = queue
        self.createTime = createTime
        self.readyTime = createTime
        self.updateTime = createTime
        self.timeToLive = timeToLive
    }

    public var isDone: Bool { state.isFinished }

    public var isCancelRequested: Bool { cancelRequestTime != nil }

    /// Why it ended without a response.
    var error: Status? {
        if case .error(let status) = result { status } else { nil }
    }

    /// What the public operation takes on the wire, in bytes, rounded up.
    public var publicSize: Int {
        var size = name.text.utf8.count + 32 + (metadata?.size ?? 0)
        switch result {
        case .response(let payload): size += payload.size
        case .error(let status): size += status.size
        case nil: break
        }
        return size
    }

    /// What the lease of the operation takes on the wire, in bytes, rounded up.
    public var leaseSize: Int {
        name.text.utf8.count + 32 + (request?.size ?? 0) + (metadata?.size ?? 0)
    }

    /// What the whole record takes on the wire, in bytes, rounded up.
    public var fullSize: Int {
        labels.reduce(publicSize + (request?.size ?? 0) + (lastError?.size ?? 0) + statusMessage.utf8.count + 512) {
            $0 + $1.key.utf8.count + $1.value.utf8.count + 8
        }
    }
}
