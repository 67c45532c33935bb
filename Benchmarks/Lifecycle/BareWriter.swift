import GRDB
import OperationsCore
import OperationsEngine
import OperationsSQLite

/// Bare SQLite: the store's own schema and settings, prepared statements, one thread, no reads and no rules.
final class BareWriter {
    private let pool: DatabasePool
    private let writes: [[BareWrite]]

    init(path: String, _ sample: SampleLifecycle) throws {
        // The store makes the file, so that the schema is the same.
        try SQLiteStore(path: path, time: SystemTime()).close()
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -32768") }
        pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        writes = sample.writes
    }

    func close() throws {
        try pool.close()
    }

    /// Writes the same transactions again.
    func replay(_ log: [[Step]]) throws -> Duration {
        try pool.writeWithoutTransaction { db in
            let statements = try writes.map { try $0.map { BareStatement($0, try db.cachedStatement(sql: $0.sql)) } }
            var counts = Step.allCases.map { _ in Int64(0) }
            var position: Int64 = 0
            let start = ContinuousClock.now
            for transaction in log {
                try db.inTransaction(.immediate) {
                    for step in transaction {
                        counts[step.rawValue] += 1
                        position += 1
                        for statement in statements[step.rawValue] {
                            try statement.run(operation: counts[step.rawValue], position: position)
                        }
                    }
                    return .commit
                }
            }
            return ContinuousClock.now - start
        }
    }
}
