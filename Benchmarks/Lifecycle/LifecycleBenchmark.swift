import OperationsCore
import OperationsEngine
import OperationsSQLite

/// Durable start → lease → complete through the engine on SQLite, against bare SQLite that writes the same rows in
/// transactions of the same sizes.
enum LifecycleBenchmark {
    static func rows(_ effort: Effort) async throws -> [Row] {
        let sample = try await SampleLifecycle.record()
        var rows: [Row] = []
        for pattern in LifecyclePattern.allCases {
            rows.append(try await row(pattern, sample, effort))
        }
        return rows
    }

    private static func row(_ pattern: LifecyclePattern, _ sample: SampleLifecycle, _ effort: Effort) async throws
        -> Row
    {
        var log = try await measure(pattern, effort.lifecycles).log
        let comparison = try await Comparison.run(rounds: effort.rounds) {
            let run = try await measure(pattern, effort.lifecycles)
            log = run.log
            return run.rate
        } baseline: {
            try await bareRate(log, sample)
        }
        let size = Double(log.reduce(0) { $0 + $1.count }) / Double(log.count)
        return Row(
            pattern.name, comparison, against: "bare SQLite, \(Text.count(size)) changes a transaction", unit: "/s",
            aim: 0.5)
    }

    private static func measure(
        _ pattern: LifecyclePattern, _ rounds: Int
    ) async throws -> (rate: Double, log: [[Step]]) {
        try await withTemporaryFolder { folder in
            let store = try SQLiteStore(path: folder + "/longrun.db", time: SystemTime())
            defer { store.close() }
            let log = TransactionLog(store)
            let rate = try await withEngine(on: log) { engine in
                let start = ContinuousClock.now
                let count = try await pattern.run(on: [engine], rounds: rounds)
                return Double(count) / ((ContinuousClock.now - start) / .seconds(1))
            }
            return (rate, log.transactions)
        }
    }

    private static func bareRate(_ log: [[Step]], _ sample: SampleLifecycle) async throws -> Double {
        try await withTemporaryFolder { folder in
            let writer = try BareWriter(path: folder + "/bare.db", sample)
            let span = try writer.replay(log)
            try writer.close()
            return Double(log.joined().count { $0 == .complete }) / (span / .seconds(1))
        }
    }
}
