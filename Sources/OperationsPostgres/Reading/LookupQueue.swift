import DequeModule
import OperationsCore

/// Gathers lookups that arrive while others are under way, so that one query answers them all, and each name is asked for
/// once. A query never answers who came after it was sent.
struct LookupQueue<Waiter: Sendable>: Sendable {
    /// All who wait for one name.
    struct Entry: Sendable {
        let name: OperationName
        var waiters: [Waiter]
        let since: ContinuousClock.Instant
    }

    struct Limits: Sendable {
        /// So many queries are under way at once.
        var running = 4
        /// So many names go into one query.
        var names = 500
        /// When so many names wait, those who come for others are turned away.
        var waiting = 200_000
        /// So are those whose name has waited for so long when it would be its turn.
        var patience = Duration.seconds(10)
    }

    /// What is to be done now.
    struct Step {
        /// To ask for; the first waiter of the first leads. Empty: nothing.
        var asked: [Entry] = []
        var refused: [Waiter] = []
    }

    private let limits: Limits
    private var order = Deque<OperationName>()
    private var entries: [OperationName: Entry] = [:]
    private var running = 0

    init(_ limits: Limits = Limits()) {
        self.limits = limits
    }

    mutating func add(_ name: OperationName, _ waiter: Waiter, at now: ContinuousClock.Instant) -> Step {
        if entries[name] != nil {
            entries[name]?.waiters.append(waiter)
            return Step()
        }
        guard order.count < limits.waiting else { return Step(refused: [waiter]) }
        order.append(name)
        entries[name] = Entry(name: name, waiters: [waiter], since: now)
        guard running < limits.running else { return Step() }
        running += 1
        return next(at: now)
    }

    /// A query has ended.
    mutating func finish(at now: ContinuousClock.Instant) -> Step {
        next(at: now)
    }

    private mutating func next(at now: ContinuousClock.Instant) -> Step {
        var step = Step()
        while step.asked.count < limits.names, let name = order.popFirst() {
            guard let entry = entries.removeValue(forKey: name) else { continue }
            if entry.since + limits.patience <= now {
                step.refused += entry.waiters
            } else {
                step.asked.append(entry)
            }
        }
        if step.asked.isEmpty { running -= 1 }
        return step
    }
}
