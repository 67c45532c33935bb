/// The pauses between tries: doubled from the first to the longest, each somewhere between its half and its whole.
public struct Backoff: Hashable, Sendable {
    private let first: Duration
    private let longest: Duration
    private var bound: Duration

    /// - Parameters:
    ///   - first: the longest first pause. Default 100 ms.
    ///   - longest: no pause is longer. Default 5 s.
    public init(first: Duration = .milliseconds(100), longest: Duration = .seconds(5)) {
        self.first = first
        self.longest = longest
        bound = first
    }

    /// The next pause.
    ///
    /// - Parameter random: from 0 up to, not including, 1.
    public mutating func next(random: Double) -> Duration {
        let pause = bound * (0.5 + random / 2)
        bound = min(bound * 2, longest)
        return pause
    }

    /// After a success: the next pause is the first again.
    public mutating func reset() {
        bound = first
    }
}
