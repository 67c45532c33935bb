import NIOCore

/// Counts events by the second.
struct RateLimit {
    private let limit: Int
    private var second = NIODeadline.distantPast
    private var count = 0

    init(perSecond limit: Int) {
        self.limit = limit
    }

    /// Takes note of an event; false when there were too many in this second.
    mutating func note(at now: NIODeadline) -> Bool {
        if now - second >= .seconds(1) {
            second = now
            count = 0
        }
        count += 1
        return count <= limit
    }
}
