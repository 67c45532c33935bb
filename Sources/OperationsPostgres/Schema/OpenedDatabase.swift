import OperationsCore
import PostgresClient

/// A database whose schema suits this program.
struct OpenedDatabase: Sendable {
    let schema: SchemaName
    let place: PostgresStore.Place
    /// For connections that neither read nor write.
    let configuration: PostgresConfiguration
    let writing: PostgresConfiguration
    let reading: PostgresConfiguration
    let secret: [UInt8]
    /// How the feed stood; what comes later is told to who follows the store.
    let feed: FeedPage

    private struct Findings: Sendable {
        var encoding: String
        var place: PostgresStore.Place
        var commits = ""
        var secret: [UInt8] = []
        var feed = FeedPage(position: 0)
    }

    static func open(_ options: PostgresStore.Options) async throws -> OpenedDatabase {
        let schema = try SchemaName(options.schema)
        do {
            let demand = options.onlyReads ? .any : options.server
            var configuration = try demand.configuration(options.connection, schema: schema)
            if options.onlyReads { configuration.settings.append(readOnly) }
            let connection = try await PostgresConnection.open(configuration)
            let found = try await connection.run { session in
                var found = Findings(
                    encoding: try Self.setting("server_encoding", session), place: try Self.place(schema, session))
                guard found.encoding == "UTF8" else { return found }
                try SchemaMigrator(schema: schema, time: options.time).prepare(
                    session, migrates: options.migrates && !options.onlyReads)
                found.commits = try Self.setting("synchronous_commit", session)
                found.secret = try Self.secret(session)
                // The feed is for those who follow it, and reading it needs more rights than reading the tables.
                guard !options.onlyReads else { return found }
                found.feed = try FeedReader(session: session).readNewest()
                return found
            }
            await connection.close()
            guard found.encoding == "UTF8" else { throw PostgresStoreError.notUTF8(encoding: found.encoding) }
            return OpenedDatabase(
                schema: schema, place: found.place, configuration: configuration,
                writing: Self.writing(
                    configuration, commits: found.commits, longestPause: options.longestPause),
                reading: Self.reading(configuration),
                secret: found.secret, feed: found.feed)
        } catch let error as PostgresError {
            throw PostgresStoreError(error)
        }
    }

    /// All statements search, none reads a whole table, and what is big comes from an index in its order; the planner
    /// must not think otherwise of a table that was small when it was last looked at. And it must not think again and
    /// again. Forbidden ways are still gone where a whole index in its order does instead: so rows are found by keys in
    /// sub-queries of their own, which leave no choice; see ``NamedRow``.
    private static let planning = [
        ("plan_cache_mode", "force_generic_plan"), ("enable_seqscan", "off"), ("enable_hashjoin", "off"),
        ("enable_mergejoin", "off"), ("enable_bitmapscan", "off"), ("enable_sort", "off"),
        ("enable_incremental_sort", "off"), ("jit", "off"),
    ].map { PostgresConfiguration.Setting($0.0, $0.1) }

    /// So that the server, too, notices soon when a node's machine has vanished in the middle of something.
    private static let vanishing = [
        ("tcp_keepalives_idle", "5"), ("tcp_keepalives_interval", "2"), ("tcp_keepalives_count", "3"),
        ("tcp_user_timeout", "10s"),
    ].map { PostgresConfiguration.Setting($0.0, $0.1) }

    /// A node that is stopped must not hold locks for long, and none waits for long. The end of a transaction has no
    /// limit at the server: cancelled while it waits for a standby, it would be acknowledged without one.
    private static func writing(
        _ base: PostgresConfiguration, commits: String, longestPause: Duration
    ) -> PostgresConfiguration {
        var configuration = base
        configuration.settings += planning + vanishing
        configuration.settings += [
            PostgresConfiguration.Setting(
                "idle_in_transaction_session_timeout", "\(longestPause.microseconds / 1_000)ms"),
            PostgresConfiguration.Setting("lock_timeout", "3s"),
            PostgresConfiguration.Setting("statement_timeout", "0"),
        ]
        // What is acknowledged is durable, whatever the database's default is.
        if commits == "off" || commits == "local" {
            configuration.settings.append(PostgresConfiguration.Setting("synchronous_commit", "on"))
        }
        return configuration
    }

    private static let readOnly = PostgresConfiguration.Setting("default_transaction_read_only", "on")

    private static func reading(_ base: PostgresConfiguration) -> PostgresConfiguration {
        var configuration = base
        configuration.settings += planning + vanishing
        configuration.settings += [
            PostgresConfiguration.Setting("statement_timeout", "10s"),
            // A list that is stopped between two questions must not keep vacuum from what has gone since.
            PostgresConfiguration.Setting("idle_in_transaction_session_timeout", "10s"),
            readOnly,
        ]
        return configuration
    }

    private static func setting(_ name: String, _ session: PostgresSession) throws -> String {
        session.queue(PostgresStatement(unkept: "SELECT current_setting($1)")) { $0.text(name) }
        return try session.flush(within: .seconds(5)).first?.first { $0.text() } ?? ""
    }

    private static func place(_ schema: SchemaName, _ session: PostgresSession) throws -> PostgresStore.Place {
        session.queue(PostgresStatement(unkept: "SELECT current_database()::text"))
        let database = try session.flush(within: .seconds(5)).first?.first { $0.text() }
        return PostgresStore.Place(
            address: session.address, database: database ?? "", schema: schema.text,
            serverVersion: try setting("server_version", session))
    }

    private static func secret(_ session: PostgresSession) throws -> [UInt8] {
        session.queue(PostgresStatement(unkept: "SELECT bytes FROM meta WHERE key = $1")) { $0.text(MetaKey.secret) }
        return try session.flush(within: .seconds(5)).first?.first { $0.bytes() } ?? []
    }
}
