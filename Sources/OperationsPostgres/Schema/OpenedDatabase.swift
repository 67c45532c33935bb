import OperationsCore
import PostgresClient

/// A database whose schema suits this program.
struct OpenedDatabase: Sendable {
    let schema: SchemaName
    /// For connections that neither read nor write.
    let configuration: PostgresConfiguration
    let writing: PostgresConfiguration
    let reading: PostgresConfiguration
    let secret: [UInt8]

    static func open(_ options: PostgresStore.Options) async throws -> OpenedDatabase {
        let schema = try SchemaName(options.schema)
        do {
            var configuration = try PostgresConfiguration(PrimaryOnly.connection(options.connection))
            configuration.settings = [PostgresConfiguration.Setting("search_path", schema.quoted)]
            let connection = try await PostgresConnection.open(configuration)
            let (encoding, commits, secret) = try await connection.run { session -> (String, String, [UInt8]) in
                let encoding = try Self.setting("server_encoding", session)
                guard encoding == "UTF8" else { return (encoding, "", []) }
                try SchemaMigrator(schema: schema, time: options.time).prepare(session, migrates: options.migrates)
                return (encoding, try Self.setting("synchronous_commit", session), try Self.secret(session))
            }
            await connection.close()
            guard encoding == "UTF8" else { throw PostgresStoreError.notUTF8(encoding: encoding) }
            return OpenedDatabase(
                schema: schema, configuration: configuration,
                writing: Self.writing(configuration, commits: commits), reading: Self.reading(configuration),
                secret: secret)
        } catch let error as PostgresError {
            throw PostgresStoreError.cannotConnect(reason: error.description)
        }
    }

    /// All statements search, none reads a whole table; the planner must not think otherwise of a table that was
    /// small when it was last looked at. And it must not think again and again.
    private static let planning = [
        ("plan_cache_mode", "force_generic_plan"), ("enable_seqscan", "off"), ("enable_hashjoin", "off"),
        ("enable_mergejoin", "off"), ("enable_bitmapscan", "off"), ("jit", "off"),
    ].map { PostgresConfiguration.Setting($0.0, $0.1) }

    /// A node that is stopped must not hold locks for long, and none waits for long. The end of a transaction has no
    /// limit at the server: cancelled while it waits for a standby, it would be acknowledged without one.
    private static func writing(_ base: PostgresConfiguration, commits: String) -> PostgresConfiguration {
        var configuration = base
        configuration.settings += planning
        configuration.settings += [
            PostgresConfiguration.Setting("idle_in_transaction_session_timeout", "5s"),
            PostgresConfiguration.Setting("lock_timeout", "5s"),
            PostgresConfiguration.Setting("statement_timeout", "0"),
        ]
        // What is acknowledged is durable, whatever the database's default is.
        if commits == "off" || commits == "local" {
            configuration.settings.append(PostgresConfiguration.Setting("synchronous_commit", "on"))
        }
        return configuration
    }

    private static func reading(_ base: PostgresConfiguration) -> PostgresConfiguration {
        var configuration = base
        configuration.settings += planning
        configuration.settings += [
            PostgresConfiguration.Setting("statement_timeout", "10s"),
            // A list that is stopped between two questions must not keep vacuum from what has gone since.
            PostgresConfiguration.Setting("idle_in_transaction_session_timeout", "10s"),
            PostgresConfiguration.Setting("default_transaction_read_only", "on"),
        ]
        return configuration
    }

    private static func setting(_ name: String, _ session: PostgresSession) throws -> String {
        session.queue(PostgresStatement(unkept: "SELECT current_setting($1)")) { $0.text(name) }
        return try session.flush(within: .seconds(5)).first?.first { $0.text() } ?? ""
    }

    private static func secret(_ session: PostgresSession) throws -> [UInt8] {
        session.queue(PostgresStatement(unkept: "SELECT bytes FROM meta WHERE key = $1")) { $0.text(MetaKey.secret) }
        return try session.flush(within: .seconds(5)).first?.first { $0.bytes() } ?? []
    }
}
