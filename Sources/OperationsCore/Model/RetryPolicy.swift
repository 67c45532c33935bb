/// How often, and after which pause, a failed attempt is tried again.
public struct RetryPolicy: Hashable, Sendable {
    /// Tries in all, 1 to 100,000. Default 5. Released attempts do not count.
    public var maxAttempts: Int32
    /// The upper bound of the pause before the second try. Default 1 s; 0 is legal.
    public var initialBackoff: Duration
    /// The bound's own upper bound. Default 60 s.
    public var maxBackoff: Duration
    /// What the bound is multiplied with after each try, at least 1. Default 2.
    public var backoffMultiplier: Double
    /// The codes that are tried again when the worker did not say `retryable`. Default UNAVAILABLE.
    public var retryableCodes: [StatusCode]

    public init(
        maxAttempts: Int32 = 5, initialBackoff: Duration = .seconds(1), maxBackoff: Duration = .seconds(60),
        backoffMultiplier: Double = 2, retryableCodes: [StatusCode] = [.unavailable]
    ) {
        self.maxAttempts = maxAttempts
        self.initialBackoff = initialBackoff
        self.maxBackoff = maxBackoff
        self.backoffMultiplier = backoffMultiplier
        self.retryableCodes = retryableCodes
    }

    /// The pause after `tries` counted tries: full jitter, so anything from zero up to the bound.
    ///
    /// - Parameter jitter: a random number from 0 up to, not including, 1.
    public func backoff(afterTries tries: Int32, jitter: Double) -> Duration {
        var bound = Double(initialBackoff.microseconds)
        let ceiling = Double(max(maxBackoff, .zero).microseconds)
        var remaining = max(tries - 1, 0)
        while remaining > 0 && bound < ceiling && backoffMultiplier > 1 && bound > 0 {
            bound *= backoffMultiplier
            remaining -= 1
        }
        return .microseconds(Int64(min(bound, ceiling) * min(max(jitter, 0), 1)))
    }
}
