import OperationsCore
import OperationsEngine
import OperationsTestKit
import Testing

@Suite struct LeaseTests {
    @Test func aWaitingWorkerIsServedByTheCommitOfTheStart() async throws {
        try await withEngine { fixture async throws in
            async let lease = fixture.nextLease()
            await fixture.time.sleepers(1)
            let started = try await fixture.engine.start(StartRequest())
            #expect(try await lease.name == started.name)
        }
    }

    @Test func oneOperationGoesToOneOfManyWaitingWorkers() async throws {
        try await withEngine { fixture async throws in
            try await withThrowingTaskGroup { group in
                for index in 0..<20 { group.addTask { try await fixture.nextLease(worker: "w\(index)").name } }
                for _ in 0..<20 { _ = try await fixture.engine.start(StartRequest()) }
                var names: Set<OperationName> = []
                for try await name in group { names.insert(name) }
                #expect(names.count == 20)
            }
        }
    }

    @Test func higherPriorityGoesFirst() async throws {
        try await withEngine { fixture async throws in
            let low = try await fixture.engine.start(StartRequest(priority: -1))
            let high = try await fixture.engine.start(StartRequest(priority: 7))
            #expect(try await fixture.nextLease().name == high.name)
            #expect(try await fixture.nextLease().name == low.name)
        }
    }

    @Test func aCallThatMayNotWaitIsAnsweredEmpty() async throws {
        try await withEngine { fixture async throws in
            #expect(try await fixture.engine.lease(LeaseRequest(selector: LeaseSelector())).isEmpty)
        }
    }

    @Test func aWaitingCallIsAnsweredEmptyWhenItsTimeIsUp() async throws {
        try await withEngine { fixture async throws in
            async let leases = fixture.engine.lease(
                LeaseRequest(selector: LeaseSelector(), waitTimeout: .seconds(20)))
            await fixture.time.sleepers(1)
            fixture.time.advance(by: .seconds(21))
            #expect(try await leases.isEmpty)
        }
    }

    @Test func aScopeTakesWholeSegmentsOnly() async throws {
        try await withEngine { fixture async throws in
            _ = try await fixture.engine.start(StartRequest(parent: try Parent("projects/p2")))
            let inside = try await fixture.engine.start(StartRequest(parent: try Parent("projects/p/locations/l")))
            let leases = try await fixture.engine.lease(
                LeaseRequest(selector: LeaseSelector(scope: try Parent("projects/p")), count: 10))
            #expect(leases.map(\.name) == [inside.name])
        }
    }

    @Test func leasesOfACallerWhoLeftAreGivenBackUncounted() async throws {
        try await withEngine { fixture async throws in
            let started = try await fixture.engine.start(StartRequest())
            let context = CallContext()
            context.leave()
            #expect(try await fixture.engine.lease(LeaseRequest(selector: LeaseSelector()), context: context).isEmpty)
            let record = try await fixture.engine.get(started.name.text)
            #expect(record.state == .pending && record.isReady && record.countedAttempts == 0 && record.attempt == 1)
        }
    }

    @Test func aParkedCallerWhoLeavesIsForgotten() async throws {
        try await withEngine { fixture async throws in
            let context = CallContext()
            async let leases = fixture.engine.lease(
                LeaseRequest(selector: LeaseSelector(), waitTimeout: .seconds(60)), context: context)
            await fixture.time.sleepers(1)
            context.leave()
            #expect(try await leases.isEmpty)
            let started = try await fixture.engine.start(StartRequest())
            #expect(try await fixture.nextLease().name == started.name)
        }
    }

    @Test func aDrainAnswersAndStopsWaiting() async throws {
        try await withEngine { fixture async throws in
            async let leases = fixture.engine.lease(
                LeaseRequest(selector: LeaseSelector(), waitTimeout: .seconds(60)))
            await fixture.time.sleepers(1)
            fixture.engine.drain()
            #expect(try await leases.isEmpty)
            let later = try await fixture.engine.lease(
                LeaseRequest(selector: LeaseSelector(), waitTimeout: .seconds(60)))
            #expect(later.isEmpty)
        }
    }

    @Test func noWorkIsHandedOutOnceTheServerDrains() async throws {
        try await withEngine { fixture async throws in
            _ = try await fixture.engine.start(StartRequest())
            fixture.engine.drain()
            #expect(try await fixture.engine.lease(LeaseRequest(selector: LeaseSelector())).isEmpty)
        }
    }

    @Test func whatIsReleasedIsHandedToTheNextWaitingWorker() async throws {
        try await withEngine { fixture async throws in
            let first = try await fixture.leased()
            async let second = fixture.nextLease(worker: "other")
            await fixture.time.sleepers(2)
            try await fixture.engine.release(first.name.text, token: first.token)
            #expect(try await second.attempt == 2)
            #expect(try await second.countedAttempts == 1)
        }
    }

    @Test(arguments: [
        LeaseRequest(selector: LeaseSelector(), duration: .milliseconds(999)),
        LeaseRequest(selector: LeaseSelector(), duration: .seconds(3_601)),
        LeaseRequest(selector: LeaseSelector(), count: -1),
        LeaseRequest(selector: LeaseSelector(), waitTimeout: .seconds(-1)),
        LeaseRequest(selector: LeaseSelector(queues: ["a b"])),
    ])
    func badArgumentsAreRefused(_ request: LeaseRequest) async throws {
        try await withEngine { fixture async throws in
            #expect(await reason { _ = try await fixture.engine.lease(request) } == .invalidField)
        }
    }
}
