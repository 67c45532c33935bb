/// How items are put in as they are: each statement takes an array for each column, and so any number of rows. What does
/// not fit becomes a NULL that the column refuses.
extension ArchiveStatement {
    private typealias Columns = OperationColumns

    var loadingText: String {
        switch self {
        case .holdsAnything:
            "SELECT "
                + ["operations", "tombstones", "start_requests", "descriptor_sets", "policies"]
                .map { "(SELECT true FROM \($0) LIMIT 1) IS NOT NULL" }.joined(separator: " OR ")
        case .putMetaBytes:
            "INSERT INTO meta (key, bytes) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET bytes = excluded.bytes"
        case .deleteMeta: "DELETE FROM meta WHERE key = $1"
        case .raiseCommits:
            """
            SELECT setval('feed_commits', greatest($1::bigint,
                (SELECT CASE WHEN is_called THEN last_value + 1 ELSE last_value END FROM feed_commits)), false)
            """
        case .loadOperations: Self.loadOperationsText
        case .loadHistory: Self.loadHistoryText
        case .loadTombstones:
            """
            INSERT INTO tombstones (name, parent, cause, remove_time, purge_time, request_id, position)
            SELECT CASE WHEN \(NamedRow.query("r.name", columns: "true")) THEN NULL ELSE r.name END,
                r.parent, r.cause, r.remove_time, r.purge_time, r.request_id, r.position
            FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::text[],
                $7::bigint[]) AS r(name, parent, cause, remove_time, purge_time, request_id, position)
            """
        case .loadSet: "INSERT INTO descriptor_sets (id, content, update_time) VALUES ($1, $2, $3)"
        case .loadPolicy:
            "INSERT INTO policies (resource, version, etag, bindings, audit_configs) VALUES ($1, $2, $3, $4, $5)"
        default: ""
        }
    }

    private static var loadOperationsText: String {
        let columns =
            Columns.fixed + Columns.changing + Columns.payloads
            + [Columns.Column("id", "bigint"), Columns.Column("position", "bigint")]
        return """
            INSERT INTO operations (\(Columns.names(columns)), version)
            SELECT \(columns.map { "r.\($0.name)" }.joined(separator: ", ")), r.position FROM \(Columns.rows(columns))
            """
    }

    /// No index of the history forbids a line to come twice.
    private static var loadHistoryText: String {
        let lines = StoreStatement.historyColumns
        return """
            INSERT INTO history (operation_id, \(Columns.names(lines)))
            SELECT CASE WHEN EXISTS (
                    SELECT 1 FROM history h
                    WHERE h.operation_id = o.id AND h.revision = r.revision AND h.time = r.time
                ) THEN NULL ELSE o.id END, \(lines.map { "r.\($0.name)" }.joined(separator: ", "))
            FROM \(Columns.rows(lines + [Columns.Column("name", "text")]))
            LEFT JOIN LATERAL \(NamedRow.query("r.name", columns: "id")) AS o ON true
            """
    }
}
