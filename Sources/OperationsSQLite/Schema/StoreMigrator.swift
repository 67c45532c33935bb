import GRDB

/// All migrations, oldest first; their identifiers are forever.
enum StoreMigrator {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration(Migration001.identifier, migrate: Migration001.migrate)
        migrator.registerMigration(Migration002.identifier, migrate: Migration002.migrate)
        migrator.registerMigration(Migration003.identifier, migrate: Migration003.migrate)
        migrator.registerMigration(Migration004.identifier, migrate: Migration004.migrate)
        return migrator
    }

    /// The identifiers of those that the file has seen, oldest first.
    static func applied(_ db: Database) throws -> [String] {
        try migrator.appliedMigrations(db)
    }
}
