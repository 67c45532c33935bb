/// A worker's exclusive, expiring right to one attempt.
public struct Lease: Hashable, Sendable {
    /// Opaque; whoever presents it is the holder. Never shown outside the answer to the lease call.
    public var token: String
    public var workerID: String
    /// What a heartbeat without a length of its own extends the lease by.
    public var duration: Duration
    public var expireTime: Timestamp
    /// When the attempt is given up although the worker still renews it.
    public var attemptDeadline: Timestamp?

    public init(
        token: String, workerID: String, duration: Duration, expireTime: Timestamp, attemptDeadline: Timestamp? = nil
    ) {
        self.token = token
        self.workerID = workerID
        self.duration = duration
        self.expireTime = expireTime
        self.attemptDeadline = attemptDeadline
    }
}

/// What the last holder of a lease reported, so that the same report sent twice is answered twice.
public struct ReportedOutcome: Hashable, Sendable {
    public var token: String
    public var digest: ContentDigest

    public init(token: String, digest: ContentDigest) {
        self.token = token
        self.digest = digest
    }
}

/// A fingerprint of a request's content; equal content has equal digests.
public struct ContentDigest: Hashable, Sendable {
    public let bytes: [UInt8]

    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }
}
