import OperationsCore
import Testing

@testable import OperationsPostgres

@Suite struct LookupQueueTests {
    private static let start = ContinuousClock.now

    private static func name(_ id: String) -> OperationName { OperationName(stored: "operations/\(id)") }

    private static func queue(running: Int, names: Int, waiting: Int = 100) -> LookupQueue<Int> {
        var limits = LookupQueue<Int>.Limits()
        (limits.running, limits.names, limits.waiting) = (running, names, waiting)
        return LookupQueue(limits)
    }

    @Test func whoComesWhileAllAreBusyIsAskedForTogether() {
        var queue = Self.queue(running: 2, names: 10)
        #expect(queue.add(Self.name("a"), 1, at: Self.start).asked.map(\.waiter) == [1])
        #expect(queue.add(Self.name("b"), 2, at: Self.start).asked.map(\.waiter) == [2])
        #expect(queue.add(Self.name("c"), 3, at: Self.start).asked.isEmpty)
        #expect(queue.add(Self.name("a"), 4, at: Self.start).asked.isEmpty)
        #expect(queue.finish(at: Self.start).asked.map(\.waiter) == [3, 4])
        #expect(queue.finish(at: Self.start).asked.isEmpty)
        #expect(queue.finish(at: Self.start).asked.isEmpty)
        #expect(queue.add(Self.name("d"), 5, at: Self.start).asked.map(\.waiter) == [5])
    }

    @Test func aQueryHasABound() {
        var queue = Self.queue(running: 1, names: 2)
        for number in 0...3 { _ = queue.add(Self.name("b"), number, at: Self.start) }
        #expect(queue.finish(at: Self.start).asked.map(\.waiter) == [1, 2])
        #expect(queue.finish(at: Self.start).asked.map(\.waiter) == [3])
        #expect(queue.finish(at: Self.start).asked.isEmpty)
    }

    @Test func tooManyAreTurnedAway() {
        var queue = Self.queue(running: 1, names: 2, waiting: 2)
        for number in 0...2 { #expect(queue.add(Self.name("b"), number, at: Self.start).refused.isEmpty) }
        #expect(queue.add(Self.name("b"), 3, at: Self.start).refused.map(\.waiter) == [3])
        #expect(queue.finish(at: Self.start).asked.map(\.waiter) == [1, 2])
        #expect(queue.add(Self.name("b"), 4, at: Self.start).refused.isEmpty)
    }

    /// Who has waited for 10 s is turned away when it would be asked for; those behind are not.
    @Test func whoWaitsTooLongIsTurnedAway() {
        var queue = Self.queue(running: 1, names: 9)
        _ = queue.add(Self.name("b"), 0, at: Self.start)
        _ = queue.add(Self.name("b"), 1, at: Self.start)
        _ = queue.add(Self.name("b"), 2, at: Self.start + .seconds(1))
        let step = queue.finish(at: Self.start + .seconds(10))
        #expect(step.refused.map(\.waiter) == [1])
        #expect(step.asked.map(\.waiter) == [2])
    }
}
