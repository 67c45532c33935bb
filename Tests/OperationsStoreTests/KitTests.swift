import OperationsCore
import OperationsMemory
import OperationsTestKit
import Testing

/// The tools of the test kit themselves.
@Suite struct KitTests {
    @Test func manualTimeWakesSleepersWhoseTimeHasCome() async throws {
        let time = ManualTime()
        let start = time.now
        async let short: Void = time.sleep(until: start + .seconds(1))
        let long = Task { try await time.sleep(until: start + .seconds(9)) }
        await time.sleepers(2)
        #expect(time.nextWake == start + .seconds(1))
        time.advance(by: .seconds(1))
        try await short
        #expect(time.nextWake == start + .seconds(9))
        time.advance(by: .seconds(8))
        try await long.value
        #expect(time.nextWake == nil)
        #expect(time.now == start + .seconds(9))
    }

    @Test func manualTimeDoesNotSleepUntilThePast() async throws {
        let time = ManualTime()
        try await time.sleep(until: time.now)
    }

    @Test func aCancelledSleepEndsAtOnce() async throws {
        let time = ManualTime()
        let parked = Task { try await time.sleep(until: .maximum) }
        await time.sleepers(1)
        parked.cancel()
        await #expect(throws: CancellationError.self) { try await parked.value }
        let early = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await time.sleep(until: .maximum)
        }
        await #expect(throws: CancellationError.self) { try await early.value }
        #expect(time.nextWake == nil)
    }

    @Test func aFaultyStoreFailsBeforeOrAfterTheCommit() async throws {
        let time = ManualTime()
        let store = FaultyStore(MemoryStore(time: time))
        let driver = StoreDriver(store: store, time: time)
        store.failNext(.full("a"), .beforeCommit)
        store.failNext(.unavailable("b"), .afterCommit)
        await #expect(throws: StoreFailure.full("a")) { try await driver.start("one") }
        await #expect(throws: StoreFailure.unavailable("b")) { try await driver.start("two") }
        #expect(try await store.lookup(OperationName("operations/one")) == .unknown)
        #expect(try await store.lookup(OperationName("operations/two")) != .unknown)
        store.setFault(.broken("c"))
        #expect(store.fault == .broken("c"))
        await #expect(throws: StoreFailure.broken("c")) { try await driver.start("three") }
        store.setFault(nil)
        try await driver.start("three")
    }

    @Test func aCountingStoreCounts() async throws {
        let time = ManualTime()
        let store = CountingStore(MemoryStore(time: time))
        let driver = StoreDriver(store: store, time: time)
        try await driver.start("a")
        let leased = try await driver.lease()
        try await driver.complete(try #require(leased.first))
        _ = try await driver.record(OperationName("operations/a"))
        var expected = CountingStore.Counts()
        expected.transactions = 3
        expected.transitions = 3
        expected.lookups = 1
        expected.lockingLookups = 1
        #expect(store.counts == expected)
        store.reset()
        #expect(store.counts == CountingStore.Counts())
    }

    @Test func equalSeedsGiveEqualNumbers() {
        var one = SeededGenerator(seed: 7)
        var two = SeededGenerator(seed: 7)
        var other = SeededGenerator(seed: 8)
        let first = (0..<9).map { _ in one.next() }
        #expect(first == (0..<9).map { _ in two.next() })
        #expect(first != (0..<9).map { _ in other.next() })
    }
}
