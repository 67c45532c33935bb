import OperationsCore
import OperationsMemory
import OperationsTestKit
import Testing

@testable import OperationsEngine

/// How much one sweep of retention takes.
@Suite struct SweepingTests {
    private let time = ManualTime()

    @Test(arguments: [(1, 10), (10, 10), (30, 30), (100, 40)])
    func amongManyJobsAPurgeRemovesAsMany(jobs: Int, removed: Int) async throws {
        var settings = EngineSettings()
        settings.purgeSize = 10
        #expect(try await purge(among: jobs, settings) == removed)
    }

    @Test(arguments: [(1, 1), (25_000, 2), (.max, 40)])
    func aPurgeStaysWithinItsBytes(bytes: Int, removed: Int) async throws {
        var settings = EngineSettings()
        settings.purgeSize = 100
        settings.purgeByteSize = bytes
        #expect(try await purge(among: 1, settings) == removed)
    }

    /// Sweeps a store in which 40 operations of 10 KB have expired.
    private func purge(among jobs: Int, _ settings: EngineSettings) async throws -> Int {
        let driver = StoreDriver(store: MemoryStore(time: time), time: time)
        let payload = Samples.payload(String(repeating: "x", count: 10_000))
        for number in 0..<40 {
            var start = StartRequest(operationID: "n\(number)", request: payload)
            start.timeToLive = .seconds(1)
            let name = try await driver.start(start).name
            try await driver.apply(.cancel(gracePeriod: .zero), to: name)
        }
        time.advance(by: .seconds(1))
        return try await driver.inspect { transaction in
            let job = CommitJob(decide: { _ in .nothing }, finish: { _ in })
            var draft = try TransactionDraft(transaction, jobs: Array(repeating: job, count: jobs), known: [:])
            _ = try Sweeping.purge(on: &draft, settings)
            return draft.transitions.count
        }
    }
}
