/// A worker's report that the work succeeded.
public struct CompletionReport: Hashable, Sendable {
    /// The full name, as the worker spelled it.
    public var name: String
    public var token: String
    /// Nil: `google.protobuf.Empty`.
    public var response: Payload?
    /// Nil: as it was.
    public var metadata: Payload?

    public init(name: String, token: String, response: Payload? = nil, metadata: Payload? = nil) {
        self.name = name
        self.token = token
        self.response = response
        self.metadata = metadata
    }
}

/// A worker's report that the attempt failed.
public struct FailureReport: Hashable, Sendable {
    /// The full name, as the worker spelled it.
    public var name: String
    public var token: String
    /// Codes 1 to 16; code 1 (CANCELLED) always cancels.
    public var error: Status
    /// Nil: the retry policy's codes decide (default UNAVAILABLE).
    public var retryable: Bool?
    /// Nil: as it was.
    public var metadata: Payload?

    public init(name: String, token: String, error: Status, retryable: Bool? = nil, metadata: Payload? = nil) {
        self.name = name
        self.token = token
        self.error = error
        self.retryable = retryable
        self.metadata = metadata
    }
}
