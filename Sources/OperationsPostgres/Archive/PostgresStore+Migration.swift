public import OperationsCore
import PostgresClient

extension PostgresStore {
    /// Makes the schema when it is not there, and brings it up to date; what opening does too, unless told not to.
    ///
    ///     let migration = try await PostgresStore.migrate(options)
    ///     print(migration.applied)
    ///
    /// - Throws: ``PostgresStoreError``.
    public static func migrate(_ options: Options) async throws -> SchemaMigration {
        let schema = try SchemaName(options.schema)
        do {
            let configuration = try ServerDemand.primary.configuration(options.connection, schema: schema)
            let connection = try await PostgresConnection.open(configuration)
            let result = await Result { try await connection.run { try migrate(schema, options.time, $0) } }
            await connection.close()
            return try result.get()
        } catch let error as PostgresError {
            throw PostgresStoreError(error)
        }
    }

    private static func migrate(
        _ schema: SchemaName, _ time: (any TimeSource)?, _ session: PostgresSession
    ) throws -> SchemaMigration {
        let migrator = SchemaMigrator(schema: schema, time: time)
        let present = try migrator.appliedVersions(session)
        try migrator.prepare(session, migrates: true)
        let applied = try migrator.appliedVersions(session).filter { !present.contains($0) }
        return SchemaMigration(present: present.map(String.init), applied: applied.map(String.init))
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
