import PostgresClient

extension PostgresStore {
    /// At which of the servers of a connection string a store is opened.
    public enum ServerDemand: Hashable, Sendable {
        /// One that takes writes, since a standby shows the past. `target_session_attrs` is `read-write`, unless the
        /// connection string (or the environment) says `primary`.
        case primary
        /// One that the connection string allows, a standby too: for looks at what is stored that change nothing.
        case any
    }
}

extension PostgresStore.ServerDemand {
    /// Where connections lead, with the schema first in their search path.
    ///
    /// - Throws: ``PostgresStoreError/takesNoWrites(target:)``; a `PostgresError` for what is no connection string.
    func configuration(_ connection: String, schema: SchemaName) throws -> PostgresConfiguration {
        var configuration = try PostgresConfiguration(connection)
        configuration.settings = [PostgresConfiguration.Setting("search_path", schema.quoted)]
        if self == .primary {
            configuration.targetSessionAttributes = try Self.writable(configuration.targetSessionAttributes)
        }
        return configuration
    }

    private static func writable(_ given: String?) throws(PostgresStoreError) -> String {
        guard let given else { return "read-write" }
        guard ["read-write", "primary"].contains(given) else { throw .takesNoWrites(target: given) }
        return given
    }
}
