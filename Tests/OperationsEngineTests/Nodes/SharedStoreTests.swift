import OperationsCore
import OperationsMemory
import OperationsTestKit
import Testing

/// The shared store of the test kit keeps the promises of any other.
@Suite struct SharedStoreTests {
    @Test(arguments: StoreConformance.all)
    func aNodeOfASharedStoreConforms(_ testCase: ConformanceCase) async throws {
        try await StoreConformance { SharedStore(MemoryStore(time: $0)).node() }.run(testCase)
    }

    @Test func bothRunsOfABodySeeWhatIsStoredThenAndOneIsKept() async throws {
        let time = ManualTime()
        let shared = SharedStore(MemoryStore(time: time))
        let (one, other) = (shared.node(), shared.node())
        one.runNextTwice { try await StoreDriver(store: other, time: time).start("a") }
        await #expect(throws: StoreConflict.self) { try await StoreDriver(store: one, time: time).start("a") }
        try await StoreDriver(store: one, time: time).start("b")
        #expect(try await other.changes(after: 0, limit: 9).map(\.name.text) == ["operations/a", "operations/b"])
    }

    @Test func whatIsLockedIsPassedOver() async throws {
        let time = ManualTime()
        let shared = SharedStore(MemoryStore(time: time))
        let driver = StoreDriver(store: shared.node(), time: time)
        let deadline = time.now + .seconds(1)
        for id in ["a", "b", "c"] { try await driver.start(id, deadline: deadline) }
        shared.lock(try OperationName("operations/a"))
        #expect(try await driver.inspect { try $0.ready(LeaseSelector(), limit: 1).map(\.name.id) } == ["b"])
        time.advance(by: .seconds(1))
        #expect(try await driver.inspect { try $0.due(limit: 2, byteLimit: .max).map(\.name.id) } == ["b", "c"])
        #expect(try await driver.inspect { try $0.due(limit: 2, byteLimit: 1).map(\.name.id) } == ["b"])
        #expect(try await driver.inspect { try $0.nextDueTime() } == deadline)
        shared.unlock(try OperationName("operations/a"))
        #expect(try await driver.inspect { try $0.ready(LeaseSelector(), limit: 1).map(\.name.id) } == ["a"])
    }
}
