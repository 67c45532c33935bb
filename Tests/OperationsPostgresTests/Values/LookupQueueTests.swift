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

    private func asked(_ step: LookupQueue<Int>.Step) -> [[Int]] {
        step.asked.map(\.waiters)
    }

    @Test func whoComesWhileAllAreBusyIsAskedForTogether() {
        var queue = Self.queue(running: 2, names: 10)
        #expect(asked(queue.add(Self.name("a"), 1, at: Self.start)) == [[1]])
        #expect(asked(queue.add(Self.name("b"), 2, at: Self.start)) == [[2]])
        #expect(queue.add(Self.name("c"), 3, at: Self.start).asked.isEmpty)
        #expect(queue.add(Self.name("a"), 4, at: Self.start).asked.isEmpty)
        #expect(asked(queue.finish(at: Self.start)) == [[3], [4]])
        #expect(queue.finish(at: Self.start).asked.isEmpty)
        #expect(queue.finish(at: Self.start).asked.isEmpty)
        #expect(asked(queue.add(Self.name("d"), 5, at: Self.start)) == [[5]])
    }

    @Test func aQueryHasABound() {
        var queue = Self.queue(running: 1, names: 2)
        for (number, id) in ["a", "b", "c", "d"].enumerated() { _ = queue.add(Self.name(id), number, at: Self.start) }
        #expect(asked(queue.finish(at: Self.start)) == [[1], [2]])
        #expect(asked(queue.finish(at: Self.start)) == [[3]])
        #expect(queue.finish(at: Self.start).asked.isEmpty)
    }

    /// However many wake up at once to look at one operation.
    @Test func aNameIsAskedForOnce() {
        var queue = Self.queue(running: 1, names: 2, waiting: 1)
        for number in 0...100_000 { #expect(queue.add(Self.name("a"), number, at: Self.start).refused.isEmpty) }
        #expect(asked(queue.finish(at: Self.start)) == [Array(1...100_000)])
        #expect(queue.finish(at: Self.start).asked.isEmpty)
    }

    @Test func tooManyAreTurnedAway() {
        var queue = Self.queue(running: 1, names: 2, waiting: 2)
        for (number, id) in ["a", "b", "c"].enumerated() {
            #expect(queue.add(Self.name(id), number, at: Self.start).refused.isEmpty)
        }
        #expect(queue.add(Self.name("d"), 3, at: Self.start).refused == [3])
        #expect(asked(queue.finish(at: Self.start)) == [[1], [2]])
        #expect(queue.add(Self.name("d"), 4, at: Self.start).refused.isEmpty)
    }

    /// Who has waited for 10 s is turned away when it would be asked for; those behind are not.
    @Test func whoWaitsTooLongIsTurnedAway() {
        var queue = Self.queue(running: 1, names: 9)
        _ = queue.add(Self.name("a"), 0, at: Self.start)
        _ = queue.add(Self.name("b"), 1, at: Self.start)
        _ = queue.add(Self.name("c"), 2, at: Self.start + .seconds(1))
        let step = queue.finish(at: Self.start + .seconds(10))
        #expect(step.refused == [1])
        #expect(asked(step) == [[2]])
    }
}
