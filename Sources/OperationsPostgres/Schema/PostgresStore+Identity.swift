import PostgresClient

extension PostgresStore {
    /// Whether there can be such a store; connects to nothing.
    public static func check(_ options: Options) throws(PostgresStoreError) {
        let schema = try SchemaName(options.schema)
        do {
            _ = try options.server.configuration(options.connection, schema: schema)
        } catch let error as PostgresStoreError {
            throw error
        } catch {
            throw .badConnectionString(reason: ErrorSentence.of(error))
        }
    }

    /// The same for each name of one store, and another for every other store: what its server, its database and its
    /// schema are. Nil where the server does not say which one it is.
    public func identity() async throws -> String? {
        try? await ask(.identity) { _ in
        } read: {
            try $0.first { $0.text() }
        }
    }
}
