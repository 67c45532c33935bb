import OperationsCore
import OperationsTestKit
import Testing

@testable import OperationsEngine

/// Reading and waiting on one node while others change what is read.
@Suite struct SharedWaitTests {
    @Test func aReadSeesAtOnceWhatAnotherNodeAcknowledged() async throws {
        try await withNodes { nodes async throws in
            nodes.other.store.setDeaf(true)
            let lease = try await nodes.leased()
            let name = lease.name.text
            #expect(try await nodes.other.engine.get(name) == lease)
            #expect(nodes.other.engine.cachedRecord(named: name) == nil)
            let done = try await nodes.one.complete(lease)
            #expect(try await nodes.other.engine.get(name) == done)
            #expect(try await nodes.other.engine.wait(for: name) == done)
            try await nodes.one.engine.delete(name)
            #expect(await reason { _ = try await nodes.other.engine.get(name) } == .operationDeleted)
            #expect(await reason { _ = try await nodes.other.engine.wait(for: name) } == .operationDeleted)
        }
    }

    /// What this node wrote is read again too: another may have changed it since.
    @Test func nothingIsKeptInMemory() async throws {
        try await withNodes { nodes async throws in
            let started = try await nodes.one.engine.start(StartRequest())
            try await nodes.other.engine.cancel(started.name.text)
            #expect(nodes.one.engine.cachedRecord(named: started.name.text) == nil)
            #expect(try await nodes.one.engine.get(started.name.text).state == .cancelled)
            try await nodes.one.engine.cancel(started.name.text)
        }
    }

    @Test func aWaitEndsWithTheCompletionOnAnotherNode() async throws {
        try await withNodes { nodes async throws in
            let lease = try await nodes.leased()
            async let waiting = nodes.other.engine.wait(for: lease.name.text)
            await nodes.alarm(at: nodes.time.now + .seconds(600))
            let done = try await nodes.one.complete(lease)
            #expect(try await waiting == done)
            #expect(nodes.other.engine.waiterCount == 0)
        }
    }

    /// And whoever waits for what goes on, goes on waiting.
    @Test func whoWaitsHearsOfTheEndWhenTheStoreWasReplaced() async throws {
        try await withNodes { nodes async throws in
            let going = try await nodes.one.engine.start(StartRequest())
            async let later = nodes.other.engine.wait(for: going.name.text)
            let lease = try await nodes.leased()
            async let waiting = nodes.other.engine.wait(for: lease.name.text)
            await nodes.alarm(at: nodes.time.now + .seconds(600))
            nodes.other.store.setDeaf(true)
            let done = try await nodes.one.complete(lease)
            nodes.other.store.loseTrack()
            nodes.other.store.setDeaf(false)
            #expect(try await waiting == done)
            #expect(nodes.other.engine.waiterCount == 1)
            try await nodes.one.engine.cancel(going.name.text)
            #expect(try await later.state == .cancelled)
        }
    }

    @Test func aWaitEndsWithTheDeletionOnAnotherNode() async throws {
        try await withNodes { nodes async throws in
            let lease = try await nodes.leased()
            async let waiting = reason { _ = try await nodes.other.engine.wait(for: lease.name.text) }
            await nodes.alarm(at: nodes.time.now + .seconds(600))
            try await nodes.one.engine.delete(lease.name.text)
            #expect(await waiting == .operationDeleted)
        }
    }

    @Test func aTasklessWaitEndsWithTheCompletionOnAnotherNode() async throws {
        try await withNodes { nodes async throws in
            let lease = try await nodes.leased()
            let (ends, told) = AsyncStream<OperationRecord?>.makeStream()
            let engine = nodes.other.engine
            let first = try engine.startWait(
                for: lease.name.text, timeout: nil, context: CallContext()
            ) { told.yield($0) }
            guard case .notAtHand = first else {
                Issue.record("found in memory")
                return
            }
            let second = try await engine.lookUpAndStartWait(
                for: lease.name.text, timeout: nil, context: CallContext()
            ) { told.yield($0) }
            guard case .parked = second else {
                Issue.record("not parked")
                return
            }
            _ = try await nodes.one.complete(lease)
            var iterator = ends.makeAsyncIterator()
            // It has to be asked for.
            #expect(await iterator.next() == .some(nil))
            #expect(engine.waiterCount == 0)
        }
    }

    /// The caller is parked and its operation about to be looked up when it ends.
    @Test func anEndDuringTheLookUpIsNotMissed() async throws {
        try await withNodes { nodes async throws in
            let lease = try await nodes.leased()
            let other = nodes.other
            other.store.stall()
            async let waiting = other.engine.wait(for: lease.name.text)
            async let start = other.engine.lookUpAndStartWait(
                for: lease.name.text, timeout: nil, context: CallContext()
            ) { _ in Issue.record("told of what was over") }
            await other.store.stalled(2)
            let done = try await nodes.one.complete(lease)
            try await other.store.caughtUp()
            other.store.goOn()
            #expect(try await waiting == done)
            if case .over(let record) = try await start { #expect(record == done) } else { Issue.record("parked") }
            #expect(other.engine.waiterCount == 0)
        }
    }

    @Test func aCallerWhoLeavesDuringTheLookUpIsForgotten() async throws {
        try await withNodes { nodes async throws in
            let name = try await nodes.one.engine.start(StartRequest()).name.text
            let other = nodes.other
            other.store.stall()
            await withTaskGroup { group in
                group.addTask { _ = try? await other.engine.wait(for: name) }
                group.addTask {
                    _ = try? await other.engine.lookUpAndStartWait(
                        for: name, timeout: nil, context: CallContext()
                    ) { _ in }
                }
                group.addTask { _ = try? await other.engine.get(name) }
                await other.store.stalled(3)
                group.cancelAll()
            }
            #expect(other.engine.waiterCount == 0)
        }
    }

    @Test func anUnknownNameIsAnsweredAndNobodyLeftBehind() async throws {
        try await withNodes { nodes async throws in
            let engine = nodes.other.engine
            let refused = await reason {
                _ = try await engine.lookUpAndStartWait(
                    for: "operations/none", timeout: nil, context: CallContext()
                ) { _ in }
            }
            #expect(refused == .operationNotFound)
            #expect(engine.waiterCount == 0)
        }
    }

    /// The body of a transaction may run again after others changed what it read.
    @Test func onlyTheLastRunOfACommandCounts() async throws {
        try await withNodes { nodes async throws in
            let lease = try await nodes.leased()
            nodes.other.store.runNextTwice { _ = try await nodes.one.complete(lease) }
            #expect(
                await reason {
                    _ = try await nodes.other.engine.fail(
                        FailureReport(
                            name: lease.name.text, token: lease.token, error: Status(code: .internal, message: "")))
                } == .leaseLost)
            nodes.other.store.runNextTwice()
            _ = try await nodes.other.engine.start(StartRequest(operationID: "twice"))
            nodes.other.store.runNextTwice()
            let second = try await nodes.other.lease("twice")
            #expect(second.attempt == 1)
            #expect(try await nodes.one.complete(second).state == .succeeded)
        }
    }
}
