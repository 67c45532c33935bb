import Logging
import OperationsCore
import OperationsMemory
import OperationsTestKit
import Synchronization
import Testing

@testable import OperationsEngine

/// What becomes of the commands of one transaction when the store fails it.
@Suite struct CommitPipelineTests {
    private static let names = (0..<5).map { OperationName(stored: "operations/n\($0)") }

    private let time = ManualTime()

    private struct Deaf: CommitObserver {
        func didFail() {}
        func willAnswer(_ transitions: [Transition]) {}
        func didAnswer(_ transitions: [Transition]) {}
    }

    private func pipeline(
        _ store: any OperationStore, clock: StoreTime? = nil, settings: EngineSettings = EngineSettings()
    ) -> CommitPipeline {
        CommitPipeline(
            store: store, cache: RecordCache(bytes: 0), settings: settings, time: time, clock: clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Submits a command for each name, all before the first transaction.
    ///
    /// - Returns: why each failed; nil when it did not.
    private func reasons(of pipeline: CommitPipeline) async -> [ErrorReason?] {
        let reasons = Mutex([ErrorReason?](repeating: .internalFault, count: Self.names.count))
        for (index, name) in Self.names.enumerated() {
            let reads = CommitJob.Reads(names: [name])
            pipeline.submit(
                CommitJob(
                    reads: reads,
                    decide: { draft in
                        _ = draft.now
                        _ = try draft.lookup(name)
                        return .nothing
                    }
                ) { result in reasons.withLock { $0[index] = result.failure?.reason } })
        }
        pipeline.close()
        await pipeline.run(observer: Deaf())
        return reasons.withLock { $0 }
    }

    @Test(arguments: [
        (StoreFailure.damaged("odd", names: [names[1], names[3]]), ErrorReason.operationDamaged),
        (.held("by hand", names: [names[1], names[3]]), .operationHeld),
    ])
    func whoNamesWhatStandsInTheWayFailsAlone(_ failure: StoreFailure, _ reason: ErrorReason) async {
        let store = FaultyStore(MemoryStore(time: time))
        store.failNext(failure)
        #expect(await reasons(of: pipeline(store)) == [nil, reason, nil, reason, nil])
    }

    /// One after the other is found, and each once.
    @Test func whatIsFoundLaterFailsThoseWhoComeUponIt() async {
        let store = CountingStore(
            FaultyStore(MemoryStore(time: time)).failing([
                .damaged("odd", names: [Self.names[1]]), .held("by hand", names: [Self.names[4]]),
            ]))
        let reasons = await reasons(of: pipeline(store))
        #expect(reasons == [nil, .operationDamaged, nil, nil, .operationHeld])
        #expect(store.counts.transactions == 3)
    }

    /// Else it would begin again for ever.
    @Test func whatStandsInTheWayAlthoughNobodyReadsItFailsAll() async {
        let failure = StoreFailure.damaged("odd", names: [OperationName(stored: "operations/other")])
        let store = FaultyStore(MemoryStore(time: time)).failing([failure, failure])
        #expect(await reasons(of: pipeline(store)) == Array(repeating: .operationDamaged, count: 5))
    }

    @Test func aStoreThatFailsAsAWholeFailsAll() async {
        let store = FaultyStore(MemoryStore(time: time))
        store.failNext(.unavailable("away"))
        #expect(await reasons(of: pipeline(store)) == Array(repeating: .storeUnavailable, count: 5))
    }

    @Test func whatCommandsBringAlongIsBounded() async {
        var settings = EngineSettings()
        settings.largestBatchByteSize = 100
        let store = CountingStore(MemoryStore(time: time))
        let pipeline = pipeline(store, settings: settings)
        for size in [60, 40, 1, 200, 99, 1] {
            pipeline.submit(CommitJob(size: size, decide: { _ in .nothing }) { _ in })
        }
        pipeline.close()
        await pipeline.run(observer: Deaf())
        #expect(store.counts.transactions == 4)
    }

    /// What a transaction was told of the time that failed may be nothing but zeros.
    @Test func onlyWhatSucceededTellsTheTime() async {
        let store = FaultyStore(MemoryStore(time: ShiftedTime(time, by: .seconds(30))))
        let clock = StoreTime(local: time)
        store.failNext(.unavailable("away"), .afterCommit)
        _ = await reasons(of: pipeline(store, clock: clock))
        #expect(clock.now == time.now)
        _ = await reasons(of: pipeline(store, clock: clock))
        #expect(clock.now == time.now + .seconds(30))
    }

    /// Who was stopped after it asked for the time would think that it is earlier than it is.
    @Test func anAnswerThatTookLongTellsNoTime() {
        let clock = StoreTime(local: time)
        let asked = time.now
        time.advance(by: .seconds(1))
        #expect(clock.lead(at: asked + .seconds(3), askedAt: asked) == .seconds(2))
        time.advance(by: .microseconds(1))
        #expect(clock.lead(at: asked + .seconds(3), askedAt: asked) == nil)
    }

    /// Else the timer would look again at once, and for ever.
    @Test func aSweepWithoutEffectIsNoReasonToGoOn() async throws {
        let driver = StoreDriver(store: MemoryStore(time: time), time: time)
        let name = try await driver.start("a", deadline: time.now + .seconds(1)).name
        time.advance(by: .seconds(1))
        try await driver.store.transact { transaction in
            var draft = try TransactionDraft(transaction, jobs: [], known: [:])
            try draft.apply(.cancel(gracePeriod: .zero), to: name)
            guard case .held = try Sweeping.act(on: &draft, EngineSettings()) else {
                Issue.record("It goes on at once.")
                return
            }
        }
    }
}

extension FaultyStore {
    /// The same store, whose next transactions fail.
    fileprivate func failing(_ failures: [StoreFailure]) -> FaultyStore {
        for failure in failures { failNext(failure) }
        return self
    }
}
