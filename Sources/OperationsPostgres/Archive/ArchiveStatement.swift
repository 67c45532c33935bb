import PostgresClient

/// The statements that read a whole store from key to key, and fill an empty one.
enum ArchiveStatement: String, CaseIterable {
    case archivedOperations, archivedHistory, archivedTombstones, archivedStarts, archivedSets, archivedPolicies
    case operationKey, historyKey, tombstoneKey, startKey, setKey, policyKey
    case archivedDueTimes, feedPlaces, presence, lastCommit, mayReadNumbers, appliedMigrations, identity
    case archivedLabels, missingLabels, invalidIndexes
    case showPresence, isAlone, tenancy, closeToCommits, openToCommits
    case holdsAnything, putMetaBytes, deleteMeta, raiseCommits
    case loadOperations, loadHistory, loadTombstones, loadSet, loadPolicy

    var statement: PostgresStatement { PostgresStatement(name: rawValue, sql: Self.texts[self] ?? text) }

    /// Built once: some texts are put together from columns.
    private static let texts = Dictionary(uniqueKeysWithValues: allCases.map { ($0, $0.text) })

    private var text: String { readingText ?? keyText ?? structureText ?? tenancyText ?? loadingText }
}

extension ArchiveStatement {
    /// Pages: behind a key, so many rows, so many bytes.
    private var readingText: String? {
        switch self {
        case .archivedOperations:
            Self.page(
                "o.position, " + OperationColumns.selection, of: "SELECT * FROM operations WHERE name > $1",
                order: "name", limit: 2,
                bytes: OperationColumns.payloads.map(\.name))
        case .archivedHistory:
            // Lines lie between the start and the last change; see `history`.
            Self.page(
                "o.name, " + StoreStatement.historyColumns.map { "o.\($0.name)" }.joined(separator: ", "),
                of: """
                    SELECT n.name, h.* FROM operations n CROSS JOIN LATERAL (
                        SELECT * FROM history l WHERE l.operation_id = n.id AND (n.name > $1 OR l.revision > $2)
                            AND l.time >= n.create_time - interval '1 day'
                            AND l.time <= n.update_time + interval '1 day'
                        ORDER BY l.revision LIMIT $3
                    ) h WHERE n.name >= $1
                    """, walk: "name", order: "name, revision", limit: 3, bytes: ["error_details"])
        case .archivedTombstones:
            """
            SELECT name, cause, remove_time, purge_time, request_id, position FROM tombstones WHERE name > $1
            ORDER BY name LIMIT $2
            """
        case .archivedStarts:
            """
            SELECT parent, request_id, name, digest FROM start_requests WHERE (parent, request_id) > ($1, $2)
            ORDER BY parent, request_id LIMIT $3
            """
        case .archivedSets:
            Self.page(
                "id, content, update_time", of: "SELECT * FROM descriptor_sets WHERE id > $1", order: "id", limit: 2,
                bytes: ["content"])
        case .archivedPolicies:
            Self.page(
                "resource, version, etag, bindings, audit_configs", of: "SELECT * FROM policies WHERE resource > $1",
                order: "resource", limit: 2, bytes: ["bindings", "audit_configs"])
        case .feedPlaces:
            """
            (SELECT position, name FROM tombstones WHERE position > $1 ORDER BY position LIMIT $2)
            UNION ALL (SELECT position, name FROM operations WHERE position > $1 ORDER BY position LIMIT $2)
            ORDER BY position LIMIT $2
            """
        case .presence:
            """
            SELECT k.name, o.name IS NOT NULL, t.name IS NOT NULL,
                CASE WHEN o.name IS NULL THEN t.request_id ELSE o.request_id END
            FROM unnest($1::text[]) AS k(name)
            LEFT JOIN LATERAL \(NamedRow.query("k.name")) AS o ON true
            LEFT JOIN LATERAL (SELECT * FROM tombstones WHERE name = k.name OFFSET 0) AS t ON true
            WHERE o.name IS NOT NULL OR t.name IS NOT NULL
            """
        default: nil
        }
    }

    /// The first of the rows in an order, with the row before which so many bytes are full, and no more.
    ///
    /// - Parameter walk: the order in which rows are found already; that of lines within one operation is the inner
    ///   query's. Were the rest of the order asked for, all that is left would be sorted to find a page.
    private static func page(
        _ selection: String, of rows: String, walk: String? = nil, order: String, limit: Int, bytes: [String]
    ) -> String {
        let sizes = bytes.map { "coalesce(octet_length(\($0)), 0)" }.joined(separator: " + ")
        return """
            WITH page AS (\(rows) ORDER BY \(walk ?? order) LIMIT $\(limit)), sized AS (
                SELECT *, sum(\(sizes)) OVER (ORDER BY \(order)) AS bytes, row_number() OVER (ORDER BY \(order)) AS place
                FROM page
            )
            SELECT \(selection) FROM sized o WHERE bytes <= $\(limit + 1) OR place = 1 ORDER BY \(order)
            """
    }

    private var structureText: String? {
        switch self {
        case .archivedDueTimes:
            """
            SELECT o.name, \(OperationColumns.bare.map { "o.\($0)" }.joined(separator: ", ")), o.due_time FROM operations o
            WHERE o.name > $1 ORDER BY o.name LIMIT $2
            """
        case .lastCommit: "SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM feed_commits"
        case .mayReadNumbers: "SELECT has_sequence_privilege('feed_commits', 'SELECT')"
        case .identity:
            """
            SELECT system_identifier::text || '/' || oid::text || '/' || current_schema()
            FROM pg_control_system(), pg_database WHERE datname = current_database()
            """
        case .appliedMigrations: "SELECT version FROM schema_versions ORDER BY version"
        case .archivedLabels:
            """
            SELECT l.key, l.value, l.name, o.name IS NOT NULL, o.labels FROM labels l
            LEFT JOIN LATERAL \(NamedRow.query("l.name")) AS o ON true
            WHERE (l.key, l.value, l.name) > ($1, $2, $3)
            ORDER BY l.key, l.value, l.name LIMIT $4
            """
        case .missingLabels:
            // Of operations that are still there: labels come and go with their operation.
            """
            SELECT k.name, k.key FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[]) AS k(name, id, key, value)
            CROSS JOIN LATERAL \(NamedRow.query("k.name", where: "id = k.id")) AS o
            WHERE (SELECT true FROM labels l WHERE l.key = k.key AND l.value = k.value AND l.name = k.name) IS NULL
            """
        case .invalidIndexes:
            """
            SELECT c.relname::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = current_schema() AND NOT i.indisvalid ORDER BY c.relname
            """
        default: nil
        }
    }
}
