import OperationsCore
import Testing

@testable import OperationsPostgres

@Suite struct LookupQueueTests {
    private static func name(_ id: String) -> OperationName { OperationName(stored: "operations/\(id)") }

    @Test func whoComesWhileAllAreBusyIsAskedForTogether() {
        var queue = LookupQueue<Int>(mostRunning: 2, mostNames: 10)
        #expect(queue.add(Self.name("a"), 1)?.map(\.waiter) == [1])
        #expect(queue.add(Self.name("b"), 2)?.map(\.waiter) == [2])
        #expect(queue.add(Self.name("c"), 3) == nil)
        #expect(queue.add(Self.name("a"), 4) == nil)
        #expect(queue.finish()?.map(\.waiter) == [3, 4])
        #expect(queue.finish() == nil)
        #expect(queue.finish() == nil)
        #expect(queue.add(Self.name("d"), 5)?.map(\.waiter) == [5])
    }

    @Test func aQueryHasABound() {
        var queue = LookupQueue<Int>(mostRunning: 1, mostNames: 2)
        _ = queue.add(Self.name("a"), 0)
        for number in 1...3 { #expect(queue.add(Self.name("b"), number) == nil) }
        #expect(queue.finish()?.map(\.waiter) == [1, 2])
        #expect(queue.finish()?.map(\.waiter) == [3])
        #expect(queue.finish() == nil)
    }
}
