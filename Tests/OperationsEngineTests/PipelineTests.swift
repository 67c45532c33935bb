import OperationsCore
import OperationsEngine
import OperationsMemory
import OperationsTestKit
import Testing

@Suite struct PipelineTests {
    @Test func manyCallersShareFewTransactions() async throws {
        try await withEngine { fixture async throws in
            let before = fixture.store.counts.transactions
            try await withThrowingDiscardingTaskGroup { group in
                for _ in 0..<500 { group.addTask { _ = try await fixture.engine.start(StartRequest()) } }
            }
            #expect(fixture.store.counts.transactions - before < 400)
        }
    }

    @Test func oneBadCommandFailsAlone() async throws {
        try await withEngine { fixture async throws in
            let leases = try await withThrowingTaskGroup { group in
                for _ in 0..<20 { group.addTask { try await fixture.leased() } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            var reports = leases.map { CompletionReport(name: $0.name.text, token: $0.token) }
            reports[7].token = "stale"
            let results = try await fixture.engine.complete(reports.map { .success($0) }, parent: .root)
            for (index, result) in results.enumerated() {
                switch result {
                case .success(let record): #expect(record.state == .succeeded && index != 7)
                case .failure(let error): #expect(error.reason == .leaseLost && index == 7)
                }
            }
        }
    }

    @Test(arguments: [
        (StoreFailure.full("no space"), ErrorReason.storeFull),
        (.unavailable("busy"), .storeUnavailable),
        (.broken("fsync"), .storeBroken),
        (.obstructed(.schemaMissing, detail: "no table"), .storeUnavailable),
    ])
    func aFailingStoreIsToldToTheCallerAndChangesNothing(_ failure: StoreFailure, _ expected: ErrorReason) async throws
    {
        try await withEngine { fixture async throws in
            let started = try await fixture.engine.start(StartRequest())
            fixture.faults.failNext(failure)
            #expect(await reason { try await fixture.engine.cancel(started.name.text) } == expected)
            #expect(try await fixture.engine.get(started.name.text) == started)
            try await fixture.engine.cancel(started.name.text)
            #expect(try await fixture.engine.get(started.name.text).state == .cancelled)
        }
    }

    /// What only an operator can mend is said, and the words of the database are not.
    @Test(arguments: StoreObstacle.allCases)
    func anObstacleIsNamed(_ obstacle: StoreObstacle) async throws {
        try await withEngine { fixture async throws in
            fixture.faults.failNext(.obstructed(obstacle, detail: "relation x"))
            let error = await #expect(throws: ServiceError.self) { _ = try await fixture.engine.start(StartRequest()) }
            #expect(error?.message == obstacle.sentence && error?.retryDelay == .seconds(5))
        }
    }

    @Test func aBrokenStoreRefusesWritesAndGoesOnReading() async throws {
        try await withEngine { fixture async throws in
            let started = try await fixture.engine.start(StartRequest())
            fixture.faults.setFault(.broken("fsync failed"))
            #expect(fixture.engine.fault == .broken("fsync failed"))
            #expect(await reason { _ = try await fixture.engine.start(StartRequest()) } == .storeBroken)
            #expect(try await fixture.engine.get(started.name.text) == started)
            #expect(try await fixture.engine.listOperations(under: "").items == [started])
        }
    }

    @Test func anAnswerLostAfterTheCommitIsFoundOut() async throws {
        try await withEngine { fixture async throws in
            let started = try await fixture.engine.start(StartRequest())
            fixture.faults.failNext(.unavailable("answer lost"), .afterCommit)
            #expect(await reason { try await fixture.engine.cancel(started.name.text) } == .storeUnavailable)
            #expect(try await fixture.engine.get(started.name.text).state == .cancelled)
        }
    }

    @Test func afterAShutdownCommandsAreTurnedAway() async throws {
        let time = ManualTime()
        let engine = try await OperationEngine(
            store: MemoryStore(time: time), payloads: TextPayloads(), time: time)
        let running = Task { try await engine.run() }
        let started = try await engine.start(StartRequest())
        running.cancel()
        _ = await running.result
        #expect(await reason { try await engine.cancel(started.name.text) } == .shuttingDown)
    }
}
