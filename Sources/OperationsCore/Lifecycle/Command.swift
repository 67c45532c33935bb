/// Everything that can happen to an operation after its start.
///
/// Commands carry what the function must not find out for itself: random numbers, spans from the configuration,
/// digests.
public enum Command: Hashable, Sendable {
    // From workers.
    case lease(LeaseGrant)
    case heartbeat(Heartbeat)
    case complete(Completion)
    case fail(Failure)
    case release(Release)

    // From callers.
    case cancel(gracePeriod: Duration)
    case delete(tombstoneRetention: Duration)

    // From time itself; see ``Lifecycle/dueCommand(for:at:jitter:tombstoneRetention:)``.
    case becomeReady
    case leaseExpired(jitter: Double)
    case attemptTimedOut(jitter: Double)
    case gracePeriodPassed
    case deadlinePassed
    case expire(tombstoneRetention: Duration)
}

extension Command {
    /// Bytes of the payloads that it brings along.
    public var payloadSize: Int {
        switch self {
        case .heartbeat(let beat): beat.metadata?.size ?? 0
        case .complete(let completion): completion.response.size + (completion.metadata?.size ?? 0)
        case .fail(let failure): failure.error.size + (failure.metadata?.size ?? 0)
        default: 0
        }
    }
}

public struct LeaseGrant: Hashable, Sendable {
    public var token: String
    public var workerID: String
    public var duration: Duration

    public init(token: String, workerID: String, duration: Duration) {
        self.token = token
        self.workerID = workerID
        self.duration = duration
    }
}

public struct Heartbeat: Hashable, Sendable {
    public var token: String
    /// Nil: as long as the lease was first given.
    public var duration: Duration?
    public var metadata: Payload?
    /// 0 to 100.
    public var progressPercent: Int32?
    public var statusMessage: String?

    public init(
        token: String, duration: Duration? = nil, metadata: Payload? = nil, progressPercent: Int32? = nil,
        statusMessage: String? = nil
    ) {
        self.token = token
        self.duration = duration
        self.metadata = metadata
        self.progressPercent = progressPercent
        self.statusMessage = statusMessage
    }
}

public struct Completion: Hashable, Sendable {
    public var token: String
    public var response: Payload
    public var metadata: Payload?
    public var digest: ContentDigest

    public init(token: String, response: Payload, metadata: Payload? = nil, digest: ContentDigest) {
        self.token = token
        self.response = response
        self.metadata = metadata
        self.digest = digest
    }
}

public struct Failure: Hashable, Sendable {
    public var token: String
    public var error: Status
    /// Nil: the retry policy's codes decide.
    public var retryable: Bool?
    public var metadata: Payload?
    public var digest: ContentDigest
    /// A random number from 0 up to, not including, 1.
    public var jitter: Double

    public init(
        token: String, error: Status, retryable: Bool? = nil, metadata: Payload? = nil, digest: ContentDigest,
        jitter: Double
    ) {
        self.token = token
        self.error = error
        self.retryable = retryable
        self.metadata = metadata
        self.digest = digest
        self.jitter = jitter
    }
}

public struct Release: Hashable, Sendable {
    public var token: String
    public var delay: Duration
    public var digest: ContentDigest

    public init(token: String, delay: Duration = .zero, digest: ContentDigest) {
        self.token = token
        self.delay = delay
        self.digest = digest
    }
}
