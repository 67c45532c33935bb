import GRDB
public import OperationsCore

extension SQLiteStore {
    /// Makes the database when there is none, and brings its schema up to date; what opening does too, unless told not to.
    ///
    ///     let migration = try SQLiteStore.migrate(path: "longrun.db")
    ///     print(migration.applied)
    ///
    /// - Throws: ``SQLiteStoreError``, when a server uses the file among others.
    public static func migrate(path: String) throws -> SchemaMigration {
        let path = StoreLock.resolved(path)
        let lock = try StoreLock(databasePath: path)
        return try withExtendedLifetime(lock) { try OpenDatabase.migrate(path) }
    }
}
