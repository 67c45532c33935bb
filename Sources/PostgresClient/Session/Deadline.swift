/// Until when an answer is waited for.
struct Deadline {
    private let instant: ContinuousClock.Instant

    init(within limit: Duration) {
        instant = .now.advanced(by: limit)
    }

    /// As poll(2) wants it: in milliseconds, never rounded down to a wait that ends too early.
    var milliseconds: Int32 {
        let rest = ContinuousClock.Instant.now.duration(to: instant)
        guard rest > .zero else { return 0 }
        let (seconds, attoseconds) = rest.components
        let milliseconds = min(seconds, 1_000_000) * 1_000 + attoseconds / 1_000_000_000_000_000 + 1
        return Int32(clamping: milliseconds)
    }

    var isOver: Bool {
        ContinuousClock.Instant.now >= instant
    }
}
