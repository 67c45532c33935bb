import OperationsCore
import OperationsEngine
import OperationsTestKit
import Testing

/// A node that loses its store, and gets it back.
@Suite struct SharedServingTests {
    @Test func readinessFollowsTheStoreWithoutACall() async throws {
        try await withNodes { nodes async throws in
            var states = nodes.other.engine.servingStates.makeAsyncIterator()
            #expect(await states.next() == true)
            nodes.other.store.setFault(.unavailable("cut off"))
            #expect(await states.next() == false)
            #expect(nodes.other.engine.fault == .unavailable("cut off"))
            nodes.other.store.setFault(nil)
            #expect(await states.next() == true)
            #expect(nodes.one.engine.fault == nil)
        }
    }

    @Test func callsFailAndReadsTooUntilTheStoreIsBack() async throws {
        try await withNodes { nodes async throws in
            let started = try await nodes.one.engine.start(StartRequest())
            let name = started.name.text
            let engine = nodes.other.engine
            nodes.other.store.setFault(.unavailable("cut off"))
            #expect(await reason { _ = try await engine.get(name) } == .storeUnavailable)
            #expect(await reason { _ = try await engine.wait(for: name) } == .storeUnavailable)
            #expect(await reason { try await engine.cancel(name) } == .storeUnavailable)
            #expect(engine.waiterCount == 0)
            nodes.other.store.setFault(nil)
            #expect(try await engine.get(name) == started)
        }
    }

    @Test func whatHappenedMeanwhileWakesThoseWhoWaitedThroughIt() async throws {
        try await withNodes { nodes async throws in
            let lease = try await nodes.leased()
            async let waiting = nodes.other.engine.wait(for: lease.name.text)
            await nodes.alarm(at: nodes.time.now + .seconds(600))
            var states = nodes.other.engine.servingStates.makeAsyncIterator()
            #expect(await states.next() == true)
            nodes.other.store.setFault(.unavailable("cut off"))
            #expect(await states.next() == false)
            let done = try await nodes.one.complete(lease)
            nodes.other.store.setFault(nil)
            #expect(try await waiting == done)
        }
    }
}
