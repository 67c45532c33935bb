import DequeModule
import OperationsCore

/// Gathers lookups that arrive while others are under way, so that one query answers them all. A query never answers
/// who came after it was sent.
struct LookupQueue<Waiter: Sendable>: Sendable {
    struct Entry: Sendable {
        let name: OperationName
        let waiter: Waiter
        let since: ContinuousClock.Instant
    }

    struct Limits: Sendable {
        /// So many queries are under way at once.
        var running = 4
        /// So many names go into one query.
        var names = 500
        /// More than so many who wait are turned away.
        var waiting = 20_000
        /// So are those who have waited for so long when it would be their turn.
        var patience = Duration.seconds(10)
    }

    /// What is to be done now.
    struct Step {
        /// To ask for; the first leads. Empty: nothing.
        var asked: [Entry] = []
        var refused: [Entry] = []
    }

    private let limits: Limits
    private var waiting = Deque<Entry>()
    private var running = 0

    init(_ limits: Limits = Limits()) {
        self.limits = limits
    }

    mutating func add(_ name: OperationName, _ waiter: Waiter, at now: ContinuousClock.Instant) -> Step {
        let entry = Entry(name: name, waiter: waiter, since: now)
        guard waiting.count < limits.waiting else { return Step(refused: [entry]) }
        waiting.append(entry)
        guard running < limits.running else { return Step() }
        running += 1
        return next(at: now)
    }

    /// A query has ended.
    mutating func finish(at now: ContinuousClock.Instant) -> Step {
        next(at: now)
    }

    private mutating func next(at now: ContinuousClock.Instant) -> Step {
        let late = waiting.prefix { $0.since + limits.patience <= now }
        var step = Step(refused: Array(late))
        waiting.removeFirst(late.count)
        step.asked = Array(waiting.prefix(limits.names))
        waiting.removeFirst(step.asked.count)
        if step.asked.isEmpty { running -= 1 }
        return step
    }
}
