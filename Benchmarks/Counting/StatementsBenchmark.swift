import OperationsCore
import OperationsEngine
import OperationsSQLite
import OperationsTestKit

/// What one lifecycle asks of SQLite when nobody else is there; exact, so it may be watched for growth.
enum StatementsBenchmark {
    static func rows(_ effort: Effort) async throws -> [Row] {
        let trace = StatementTrace()
        let (statements, transactions) = try await withTemporaryFolder { folder in
            let store = try SQLiteStore(path: folder + "/longrun.db", time: SystemTime(), options: trace.options)
            defer { store.close() }
            let counting = CountingStore(store)
            return try await withEngine(on: counting) { engine in
                // The first lifecycle also prepares what the later ones find prepared.
                _ = try await engine.finished()
                trace.reset()
                counting.reset()
                _ = try await engine.finished()
                return (trace.take(), counting.counts.transactions)
            }
        }
        let writes = statements.count { WriteShape($0) != nil }
        let reads = statements.count { $0.hasPrefix("SELECT") }
        return [
            Row(
                name: "statements of a lifecycle", measured: "\(writes) writes, \(reads) reads",
                baseline: "\(writes) writes", ratio: Text.ratio(Double(writes + reads) / Double(writes))),
            Row(
                name: "transactions of a lifecycle", measured: "\(transactions)",
                baseline: "\(Step.allCases.count) calls",
                ratio: Text.ratio(Double(transactions) / Double(Step.allCases.count))),
        ]
    }
}
