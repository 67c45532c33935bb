/// What is read without a lock. Each is one statement, and so sees one moment.
extension StoreStatement {
    private static let tombstoneColumns = "t.name, t.cause, t.remove_time, t.purge_time, t.request_id"

    var readingText: String? {
        switch self {
        case .operations:
            """
            SELECT \(OperationColumns.selection(withoutPayloadsWhere: "o.version = k.version"))
            FROM unnest($1::text[], $2::bigint[]) AS k(name, version)
            CROSS JOIN LATERAL \(NamedRow.query("k.name")) AS o
            """
        case .tombstones: "SELECT \(Self.tombstoneColumns) FROM tombstones t WHERE t.name = ANY($1)"
        case .firstPurgeTime: "SELECT purge_time FROM tombstones ORDER BY purge_time LIMIT 1"
        case .rememberedStarts:
            """
            SELECT s.parent, s.request_id, s.name, s.digest
            FROM unnest($1::text[], $2::text[]) AS k(parent, request_id) CROSS JOIN LATERAL (
                SELECT * FROM start_requests WHERE parent = k.parent AND request_id = k.request_id OFFSET 0
            ) AS s
            """
        case .history: Self.historyText
        case .changes: Self.changesText
        case .notices: Self.noticesText
        case .newestPosition:
            "SELECT greatest("
                + ["operations", "tombstones", "readied"].map {
                    "(SELECT position FROM \($0) ORDER BY position DESC LIMIT 1)"
                }.joined(separator: ", ") + ")"
        case .probe:
            """
            SELECT (SELECT number FROM meta WHERE key = '\(MetaKey.descriptorSets)'),
                (SELECT max(needs) FROM schema_versions), pg_is_in_recovery(),
                pg_postmaster_start_time(), (SELECT last_value FROM feed_commits)
            """
        default: nil
        }
    }

    /// All lines of an operation lie between its start and its last change; a day more, since the clocks of servers that
    /// followed each other may have differed. So only the partitions of these days are looked into.
    private static var historyText: String {
        """
        SELECT \(historyColumns.map { "h.\($0.name)" }.joined(separator: ", "))
        FROM \(NamedRow.query("$1")) AS o CROSS JOIN LATERAL (
            SELECT * FROM history WHERE operation_id = o.id AND revision > $2
                AND time >= o.create_time - interval '1 day' AND time <= o.update_time + interval '1 day'
            ORDER BY revision LIMIT $3
        ) AS h
        ORDER BY h.revision
        """
    }

    private static var changesText: String {
        """
        WITH feed AS (
            (SELECT position, name, true AS is_gone FROM tombstones WHERE position > $1 ORDER BY position LIMIT $2)
            UNION ALL
            (SELECT position, name, false FROM operations WHERE position > $1 ORDER BY position LIMIT $2)
            ORDER BY position LIMIT $2
        )
        SELECT f.position, f.name, f.is_gone, \(OperationColumns.selection)
        FROM feed f LEFT JOIN LATERAL \(NamedRow.query("f.name", where: "NOT f.is_gone")) AS o ON true
        ORDER BY f.position
        """
    }

    /// What others must know of a change: position, name, queue, ready, over, next time.
    private static var noticesText: String {
        """
        (SELECT position, name, '' AS queue, false AS is_ready, true AS is_over, purge_time AS next_time
        FROM tombstones WHERE position > $1 ORDER BY position LIMIT $2)
        UNION ALL
        (SELECT position, name, queue, is_ready, end_time IS NOT NULL, due_time
        FROM operations WHERE position > $1 ORDER BY position LIMIT $2)
        UNION ALL
        (SELECT position, name, queue, true, false, next_time
        FROM readied WHERE position > $1 ORDER BY position LIMIT $2)
        ORDER BY position LIMIT $2
        """
    }
}
