#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif
import GRDB
import OperationsCore

/// Opens the file, brings its schema up to date, and makes every commit durable.
enum OpenDatabase {
    static func open(_ path: String, options: SQLiteStore.Options) throws -> DatabasePool {
        try reportingFaults(path) {
            let pool = try DatabasePool(path: path, configuration: configuration(options))
            try migrate(pool, path, mayChange: options.preparesFile)
            // The pool sets NORMAL while it opens; with that a power cut could undo an acknowledged commit.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            return pool
        }
    }

    /// Brings the schema up to date and closes the file.
    static func migrate(_ path: String) throws -> SchemaMigration {
        try reportingFaults(path) {
            let pool = try DatabasePool(path: path, configuration: configuration(SQLiteStore.Options()))
            defer { try? pool.close() }
            let present = try pool.read(StoreMigrator.applied)
            try migrate(pool, path, mayChange: true)
            let applied = try pool.read(StoreMigrator.applied).filter { !present.contains($0) }
            return SchemaMigration(present: present, applied: applied)
        }
    }

    private static func reportingFaults<Value>(_ path: String, _ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch let error as DatabaseError {
            let reason = "\(error.message ?? "no reason given") (SQLite \(error.extendedResultCode.rawValue))"
            throw SQLiteStoreError.cannotOpen(path: path, reason: reason)
        }
    }

    private static func configuration(_ options: SQLiteStore.Options) -> Configuration {
        var configuration = Configuration()
        configuration.label = "longrun.sqlite"
        configuration.busyMode = .timeout(5)
        // The store deletes what belongs to an operation itself, in the same transaction.
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA cache_size = -\(options.cacheKibibytes)")
            if let onStatement = options.onStatement {
                db.trace { onStatement("\($0)") }
            }
        }
        return configuration
    }

    /// Before anything is opened, since that would make the file.
    static func checkExistence(_ path: String) throws {
        guard access(path, F_OK) == 0 else { throw SQLiteStoreError.missing(path: path) }
    }

    private static func migrate(_ pool: DatabasePool, _ path: String, mayChange: Bool) throws {
        let migrator = StoreMigrator.migrator
        guard try !pool.read(migrator.hasBeenSuperseded) else {
            throw SQLiteStoreError.newerVersion(path: path)
        }
        if mayChange { return try migrator.migrate(pool) }
        guard try pool.read(migrator.hasCompletedMigrations) else {
            throw SQLiteStoreError.olderVersion(path: path)
        }
    }
}
