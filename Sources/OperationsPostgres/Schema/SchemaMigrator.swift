import OperationsCore
import PostgresClient

/// Makes the schema, or brings it up to date: forward only, by one node at a time.
struct SchemaMigrator {
    let schema: SchemaName
    let time: (any TimeSource)?

    /// A migration may build an index over many rows.
    private static let patience = Duration.seconds(600)

    func prepare(_ session: PostgresSession, migrates: Bool) throws {
        switch try verdict(session) {
        case .isReady: return
        case .isTooNew: throw PostgresStoreError.newerVersion(schema: schema.text)
        case .lacks:
            guard migrates else { throw PostgresStoreError.needsMigration(schema: schema.text) }
        }
        do {
            try migrate(session)
        } catch let error as PostgresError {
            throw PostgresStoreError.cannotMigrate(schema: schema.text, reason: error.sentence)
        }
        try HistoryUpkeep(session, time: time).makeAhead()
    }

    /// All in one transaction. Who comes second waits, and then finds nothing to do.
    private func migrate(_ session: PostgresSession) throws {
        try session.execute("BEGIN", within: Self.patience)
        do {
            session.queue(PostgresStatement(unkept: "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")) {
                $0.text("longrun/migration/\(schema.text)")
            }
            _ = try session.flush(within: Self.patience)
            // Asked for first: who may not make schemas may still use one that is there.
            if try !schemaExists(session) {
                try session.execute("CREATE SCHEMA \(schema.quoted)", within: Self.patience)
            }
            try session.execute(Self.versions, within: Self.patience)
            try apply(session)
            try session.execute("COMMIT", within: Self.patience)
        } catch {
            try? session.execute("ROLLBACK", within: .seconds(5))
            throw error
        }
    }

    private func apply(_ session: PostgresSession) throws {
        switch try verdict(session) {
        case .isReady: return
        case .isTooNew: throw PostgresStoreError.newerVersion(schema: schema.text)
        case .lacks(let versions):
            for migration in Migration.all where versions.contains(migration.version) {
                try session.execute(migration.sql(), within: Self.patience)
                session.queue(PostgresStatement(unkept: "INSERT INTO schema_versions (version, needs) VALUES ($1, $2)"))
                {
                    $0.int32(Int32(migration.version))
                    $0.int32(Int32(migration.needs))
                }
                _ = try session.flush(within: Self.patience)
            }
            try keepSecret(session)
        }
    }

    private static let versions = """
        CREATE TABLE IF NOT EXISTS schema_versions (
            version integer PRIMARY KEY,
            -- The oldest program that can work with the schema as it is since then.
            needs integer NOT NULL,
            applied timestamptz NOT NULL DEFAULT now()
        )
        """

    private func keepSecret(_ session: PostgresSession) throws {
        var random = SystemRandomNumberGenerator()
        let secret = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        let insert = "INSERT INTO meta (key, bytes) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING"
        session.queue(PostgresStatement(unkept: insert)) {
            $0.text(MetaKey.secret)
            $0.bytes(secret)
        }
        _ = try session.flush(within: Self.patience)
    }

    private func verdict(_ session: PostgresSession) throws -> SchemaVerdict {
        SchemaVerdict(applied: try applied(session))
    }

    /// The versions that are there, the oldest first; none when there is no schema.
    func appliedVersions(_ session: PostgresSession) throws -> [Int] {
        try applied(session).map(\.version).sorted()
    }

    private func applied(_ session: PostgresSession) throws -> [(version: Int, needs: Int)] {
        let exists = PostgresStatement(unkept: "SELECT to_regclass($1) IS NOT NULL")
        session.queue(exists) { $0.text("\(schema.quoted).schema_versions") }
        guard try session.flush(within: Self.patience).first?.first({ $0.bool() }) == true else { return [] }
        session.queue(PostgresStatement(unkept: "SELECT version, needs FROM schema_versions"))
        let applied = try session.flush(within: Self.patience).first?.all { row in
            (version: Int(row.int()), needs: Int(row.int()))
        }
        return applied ?? []
    }

    private func schemaExists(_ session: PostgresSession) throws -> Bool {
        let statement = PostgresStatement(unkept: "SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = $1)")
        session.queue(statement) { $0.text(schema.text) }
        return try session.flush(within: Self.patience).first?.first { $0.bool() } ?? false
    }
}
