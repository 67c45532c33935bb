import DequeModule
import OperationsCore

/// What other nodes made ready lately. A call that was on its way to the store meanwhile may have looked too early, and
/// was not there to be offered it.
struct RecentOffers {
    /// More than can come while a call is on its way: beyond it every call would ask again and again.
    private static let mostKept = 8_192
    private var kept = Deque<ReadyOperation>()
    /// How many there have been.
    private(set) var count: UInt64 = 0

    mutating func add(_ ready: [ReadyOperation]) {
        count += UInt64(ready.count)
        kept.append(contentsOf: ready.suffix(Self.mostKept))
        kept.removeFirst(max(0, kept.count - Self.mostKept))
    }

    /// Whether one may suit of those that came after the first `earlier`.
    func mayHold(for selector: LeaseSelector, after earlier: UInt64) -> Bool {
        let missed = count - min(earlier, count)
        guard missed <= kept.count else { return true }
        return kept.suffix(Int(missed)).contains { selector.matches($0) }
    }
}
