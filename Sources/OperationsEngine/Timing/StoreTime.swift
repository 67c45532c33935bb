import OperationsCore
import Synchronization

/// The time of a shared store, as this node knows it: the local clock, and by how much the store's differs.
///
/// It is learned from transactions: each tells the store's time, a moment after the store has read it. So what is said
/// here is never ahead of the store, and behind it by no more than that moment.
final class StoreTime: TimeSource {
    /// Sleepers need not hear of smaller corrections.
    private static let mostUnheard = Duration.milliseconds(100)

    /// An answer that took longer says too little: perhaps this process was stopped meanwhile.
    private static let longestAnswer = Duration.seconds(1)

    let local: any TimeSource
    /// Microseconds by which the store is ahead.
    private let lead = Atomic<Int64>(0)
    /// What the present sleepers may have counted on.
    private let heardLead = Atomic<Int64>(0)

    init(local: any TimeSource) {
        self.local = local
    }

    var now: Timestamp {
        local.now + .microseconds(lead.load(ordering: .relaxed))
    }

    /// By how much the store is ahead, as a transaction says that has just been told the store's time; nil when it is
    /// not worth noting.
    ///
    /// - Parameter askedAt: by the local clock, before it asked.
    func lead(at storeNow: Timestamp, askedAt: Timestamp?) -> Duration? {
        let now = local.now
        guard let askedAt, now.since(askedAt) <= Self.longestAnswer else { return nil }
        return storeNow.since(now)
    }

    /// Takes note of what a transaction said that succeeded: what one was told that failed may come to nothing.
    func note(lead: Duration) {
        self.lead.store(lead.microseconds, ordering: .relaxed)
    }

    /// True when so much was learned since this last said so that sleepers must look at the clock again.
    func hasJumped() -> Bool {
        let lead = lead.load(ordering: .relaxed)
        let change = Duration.microseconds(lead) - .microseconds(heardLead.load(ordering: .relaxed))
        guard change > Self.mostUnheard || change < .zero - Self.mostUnheard else { return false }
        heardLead.store(lead, ordering: .relaxed)
        return true
    }

    func sleep(until time: Timestamp) async throws {
        try await local.sleep(until: time + .microseconds(-lead.load(ordering: .relaxed)))
    }
}
