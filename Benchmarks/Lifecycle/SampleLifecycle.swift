import GRDB
import OperationsCore
import OperationsEngine
import OperationsSQLite
import Synchronization

/// What one lifecycle writes, as seen in the file: the rows after each step, and the statements that wrote them.
///
/// Taken from the store itself, so that it follows the schema.
struct SampleLifecycle {
    typealias Rows = [String: [[String: DatabaseValue]]]

    /// The writes of each step, by `Step.rawValue`.
    let writes: [[BareWrite]]

    static func record() async throws -> SampleLifecycle {
        try await withTemporaryFolder { folder in
            let path = folder + "/sample.db"
            let trace = StatementTrace()
            let store = try SQLiteStore(path: path, time: SystemTime(), options: trace.options)
            defer { store.close() }
            let reader = try DatabaseQueue(path: path)
            return try await withEngine(on: store) { engine in
                trace.reset()
                _ = try await engine.start(Work.start(in: "queue-1"))
                let started = try writes(trace, [:], reader)
                let leases = try await engine.lease(Work.lease(from: "queue-1"))
                let leased = try writes(trace, started.rows, reader)
                for lease in leases { _ = try await engine.complete(Work.completion(of: lease)) }
                let completed = try writes(trace, leased.rows, reader)
                return SampleLifecycle(writes: [started.writes, leased.writes, completed.writes])
            }
        }
    }

    private static func writes(
        _ trace: StatementTrace, _ before: Rows, _ reader: DatabaseQueue
    ) throws -> (writes: [BareWrite], rows: Rows) {
        let after = try read(reader)
        let writes = try trace.take().compactMap { sql -> BareWrite? in
            guard let shape = WriteShape(sql) else { return nil }
            let old = before[shape.table] ?? []
            let rows = after[shape.table] ?? []
            guard let row = rows.first(where: { !old.contains($0) }) else {
                throw BenchmarkFault("nothing was written by: \(sql)")
            }
            return BareWrite(shape, row)
        }
        return (writes, after)
    }

    /// Every row of every table; there is one operation in them.
    private static func read(_ reader: DatabaseQueue) throws -> Rows {
        try reader.read { db in
            var rows: Rows = [:]
            for table in ["operations", "payloads", "history"] {
                rows[table] = try GRDB.Row.fetchAll(db, sql: "SELECT * FROM \(table)").map { row in
                    Dictionary(uniqueKeysWithValues: zip(row.columnNames, row.databaseValues))
                }
            }
            return rows
        }
    }
}
