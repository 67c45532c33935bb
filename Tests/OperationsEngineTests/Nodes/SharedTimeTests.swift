import OperationsCore
import OperationsMemory
import OperationsTestKit
import Testing

@testable import OperationsEngine

/// What time does to operations on a shared store, whose clock is not the nodes'.
@Suite struct SharedTimeTests {
    private let once = RetryPolicy(maxAttempts: 1)

    @Test(arguments: [(0, 0), (30, -30), (-30, 30), (30, 30), (-30, -30)])
    func whatIsDueIsSweptOnceAndAtItsTime(_ one: Int, _ other: Int) async throws {
        try await withNodes(clocks: (.seconds(one), .seconds(other))) { nodes async throws in
            let lease = try await nodes.leased(retryPolicy: once)
            try await nodes.other.store.caughtUp()
            let expiry = nodes.time.now + .seconds(30)
            for node in [nodes.one, nodes.other] { node.counts.reset() }
            async let end = nodes.other.engine.wait(for: lease.name.text)
            await nodes.time.sleeper(until: expiry)
            nodes.time.advance(by: .milliseconds(29_999))
            #expect(try await nodes.one.engine.get(lease.name.text).state == .running)
            #expect(nodes.one.counts.counts.transactions + nodes.other.counts.counts.transactions == 0)
            nodes.time.advance(by: .milliseconds(1))
            let failed = try await end
            #expect(failed.error?.reason == .leaseExpired)
            #expect(failed.updateTime == expiry)
            #expect(nodes.one.counts.counts.transitions + nodes.other.counts.counts.transitions == 1)
        }
    }

    /// Each node does it alone, whatever its clock says.
    @Test(arguments: [-30, 0, 30]) func aNodeSweepsWhatAnotherLeftBehind(_ shift: Int) async throws {
        try await withNodes(clocks: (.zero, .seconds(shift))) { nodes async throws in
            let deadline = nodes.time.now + .seconds(10)
            let started = try await nodes.one.engine.start(StartRequest(deadline: deadline))
            try await nodes.other.store.caughtUp()
            nodes.one.store.stall()
            async let end = nodes.other.engine.wait(for: started.name.text)
            await nodes.time.sleeper(until: deadline)
            nodes.time.advance(by: .seconds(10))
            let ended = try await end
            #expect(ended.error?.code == .deadlineExceeded)
            #expect(ended.endTime == deadline)
            nodes.one.store.goOn()
        }
    }

    @Test func whatAnotherNodeHasLockedIsLookedAtSeldomUntilItIsGone() async throws {
        try await withNodes { nodes async throws in
            nodes.one.store.stall()
            let deadline = nodes.time.now + .seconds(5)
            let started = try await nodes.other.engine.start(StartRequest(deadline: deadline))
            await nodes.time.sleeper(until: deadline)
            nodes.shared.lock(started.name)
            nodes.other.counts.reset()
            nodes.time.advance(by: .seconds(5))
            for (index, pause) in [50, 100, 200, 400, 800, 1_000, 1_000].enumerated() {
                await nodes.time.sleeper(until: nodes.time.now + .milliseconds(pause))
                #expect(nodes.other.counts.counts.transactions == index + 1)
                nodes.time.advance(by: .milliseconds(pause))
            }
            await nodes.time.sleeper(until: nodes.time.now + .seconds(1))
            nodes.shared.unlock(started.name)
            async let end = nodes.other.engine.wait(for: started.name.text)
            nodes.time.advance(by: .seconds(1))
            #expect(try await end.error?.code == .deadlineExceeded)
            nodes.one.store.goOn()
        }
    }

    @Test func whatExpiresAndIsLockedIsLookedAtSeldomToo() async throws {
        try await withNodes { nodes async throws in
            let started = try await nodes.other.engine.start(StartRequest(timeToLive: .seconds(5)))
            try await nodes.other.engine.cancel(started.name.text)
            let expiry = nodes.time.now + .seconds(5)
            await nodes.time.sleeper(until: expiry)
            nodes.one.store.stall()
            nodes.shared.lock(started.name)
            nodes.time.advance(by: .seconds(5))
            await nodes.time.sleeper(until: expiry + .milliseconds(50))
            nodes.shared.unlock(started.name)
            nodes.time.advance(by: .milliseconds(50))
            // Retention rests after it has removed something.
            await nodes.time.sleeper(until: expiry + .milliseconds(55))
            #expect(await reason { _ = try await nodes.other.engine.get(started.name.text) } == .operationExpired)
            nodes.one.store.goOn()
        }
    }

    /// The next database server's clock may be ahead of the one before.
    @Test func aJumpOfTheStoresClockIsLearnedFromTheNextTransaction() async throws {
        let (storeTime, time) = (ManualTime(), ManualTime())
        let shared = SharedStore(MemoryStore(time: storeTime))
        let engine = try await OperationEngine(store: shared.node(), payloads: TextPayloads(), time: time)
        try await withThrowingTaskGroup { group in
            group.addTask { try await engine.run() }
            let started = try await engine.start(StartRequest(deadline: storeTime.now + .seconds(60)))
            await time.sleeper(until: time.now + .seconds(60))
            storeTime.advance(by: .seconds(60))
            _ = try await engine.start(StartRequest(queue: "any"))
            #expect(try await engine.wait(for: started.name.text).error?.code == .deadlineExceeded)
            group.cancelAll()
        }
    }

    @Test func theStoresTimeIsTheLocalOneAndWhatWasLearned() async throws {
        let local = ManualTime()
        let time = StoreTime(local: local)
        #expect(time.now == local.now && !time.hasJumped())
        time.note(lead: .seconds(30))
        #expect(time.now == local.now + .seconds(30))
        #expect(time.hasJumped() && !time.hasJumped())
        time.note(lead: .milliseconds(30_050))
        #expect(!time.hasJumped())
        time.note(lead: .milliseconds(29_800))
        #expect(time.hasJumped())
        async let slept: Void = time.sleep(until: time.now + .seconds(5))
        await local.sleeper(until: local.now + .seconds(5))
        local.advance(by: .seconds(5))
        try await slept
    }
}
