import GRDB

/// Opens the file, brings its schema up to date, and makes every commit durable.
enum OpenDatabase {
    static func open(_ path: String, options: SQLiteStore.Options) throws -> DatabasePool {
        do {
            let pool = try DatabasePool(path: path, configuration: configuration(options))
            try migrate(pool, path)
            // The pool sets NORMAL while it opens; with that a power cut could undo an acknowledged commit.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            return pool
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

    private static func migrate(_ pool: DatabasePool, _ path: String) throws {
        let migrator = StoreMigrator.migrator
        guard try !pool.read(migrator.hasBeenSuperseded) else {
            throw SQLiteStoreError.newerVersion(path: path)
        }
        try migrator.migrate(pool)
    }
}
