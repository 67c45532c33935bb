import OperationsCore
import OperationsTestKit
import Testing

@testable import OperationsEngine

/// Workers that wait on one node for what becomes ready on another.
@Suite struct SharedLeaseTests {
    private let hour = Duration.seconds(3_600)

    /// Returns when a call is parked: then the store is asked again a second later.
    private func parked(_ nodes: NodesFixture) async {
        await nodes.time.sleeper(until: nodes.time.now + .seconds(1))
    }

    @Test func aParkedCallGetsWhatIsStartedOnAnotherNode() async throws {
        try await withNodes { nodes async throws in
            async let lease = nodes.other.lease(wait: hour)
            await parked(nodes)
            let started = try await nodes.one.engine.start(StartRequest(operationID: "x"))
            #expect(try await lease.name == started.name)
        }
    }

    @Test func oneOperationGoesToOneOfTheWorkersOnBothNodes() async throws {
        try await withNodes { nodes async throws in
            try await withThrowingTaskGroup { group in
                for node in [nodes.one, nodes.other] {
                    for _ in 0..<10 {
                        group.addTask {
                            try await node.engine.lease(
                                LeaseRequest(selector: LeaseSelector(), workerID: "w", waitTimeout: .seconds(3_600)))
                        }
                    }
                }
                for index in 0..<20 {
                    let node = index.isMultiple(of: 2) ? nodes.one : nodes.other
                    _ = try await node.engine.start(StartRequest())
                }
                var names: Set<OperationName> = []
                for try await leases in group { names.formUnion(leases.map(\.name)) }
                #expect(names.count == 20)
            }
        }
    }

    /// It is started after the call has looked, and heard of before the call is parked.
    @Test func whatStartsWhileACallIsOnItsWayIsNotMissed() async throws {
        try await withNodes { nodes async throws in
            nodes.other.store.stallAnswers()
            async let lease = nodes.other.lease(wait: hour)
            await nodes.other.store.answersStalled(1)
            let started = try await nodes.one.engine.start(StartRequest(operationID: "x"))
            try await nodes.other.store.caughtUp()
            nodes.other.store.goOn()
            #expect(try await lease.name == started.name)
        }
    }

    /// Whoever had the operation locked has left it alone, of which nobody is told.
    @Test func aParkedCallIsAskedAgainEachSecond() async throws {
        try await withNodes { nodes async throws in
            let started = try await nodes.one.engine.start(StartRequest(operationID: "x"))
            nodes.shared.lock(started.name)
            try await nodes.other.store.caughtUp()
            async let lease = nodes.other.lease(wait: hour)
            for _ in 0..<3 {
                await parked(nodes)
                nodes.time.advance(by: .seconds(1))
            }
            await parked(nodes)
            nodes.shared.unlock(started.name)
            nodes.time.advance(by: .seconds(1))
            #expect(try await lease.name == started.name)
        }
    }

    /// That an operation has become ready by its time alone is in no feed.
    @Test func whatAnotherNodeMadeReadyIsFoundWhenItsTimeHasCome() async throws {
        try await withNodes { nodes async throws in
            let moment = nodes.time.now + .milliseconds(500)
            _ = try await nodes.one.engine.start(StartRequest(operationID: "x", scheduleTime: moment))
            async let lease = nodes.other.lease(wait: hour)
            await parked(nodes)
            try await nodes.other.store.caughtUp()
            nodes.one.store.stall()
            nodes.other.store.stall()
            nodes.time.advance(by: .milliseconds(500))
            await nodes.one.store.stalled(1)
            await nodes.other.store.stalled(1)
            #expect(try await nodes.driver().sweep() == 1)
            nodes.other.store.goOn()
            #expect(try await lease.name.text == "operations/x")
            nodes.one.store.goOn()
        }
    }

    @Test func aCancelledCallIsForgottenAndItsLeaseGivenBack() async throws {
        try await withNodes { nodes async throws in
            let other = nodes.other
            await withTaskGroup { group in
                group.addTask { _ = try? await other.lease(wait: .seconds(3_600)) }
                await parked(nodes)
                group.cancelAll()
            }
            let started = try await nodes.one.engine.start(StartRequest(operationID: "x"))
            other.store.stallAnswers()
            await withTaskGroup { group in
                group.addTask { _ = try? await other.lease(wait: .seconds(3_600)) }
                await other.store.answersStalled(1)
                group.cancelAll()
                other.store.goOn()
            }
            let record = try await nodes.one.engine.get(started.name.text)
            #expect(record.isReady && record.attempt == 1 && record.countedAttempts == 0)
        }
    }
}
