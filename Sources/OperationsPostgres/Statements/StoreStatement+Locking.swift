/// What a transaction reads in order to change it: every row is locked until its end.
extension StoreStatement {
    var lockingText: String? {
        switch self {
        case .lockOperations:
            // In the order of the names, so that two transactions do not wait for each other.
            """
            SELECT \(OperationColumns.selection(withoutPayloadsWhere: "o.version = k.version"))
            FROM (SELECT * FROM unnest($1::text[], $2::bigint[]) AS k(name, version) ORDER BY name COLLATE "C") AS k
            CROSS JOIN LATERAL \(NamedRow.query("k.name", lock: "FOR UPDATE")) AS o
            """
        case .lockFreeOperations:
            "SELECT o.name FROM \(NamedRow.each(of: "$1", columns: "name", lock: "FOR UPDATE SKIP LOCKED"))"
        case .shortPause: "SELECT pg_sleep(0.05)"
        case .presentOperations: "SELECT o.name FROM \(NamedRow.each(of: "$1", columns: "name"))"
        case .readyInQueue:
            Self.batch(
                "is_ready AND queue = $4 AND name > $5 AND name < $6", order: "priority DESC, ready_time, id")
        case .readyNamesInQueues: Self.readyNames(in: "unnest($4::text[]) AS q(queue)")
        case .readyNames:
            // One search in the index for each queue.
            """
            WITH RECURSIVE queues(queue) AS (
                (SELECT queue FROM operations WHERE is_ready ORDER BY queue LIMIT 1)
                UNION ALL
                SELECT (
                    SELECT o.queue FROM operations o WHERE o.is_ready AND o.queue > q.queue ORDER BY o.queue LIMIT 1
                ) FROM queues q WHERE q.queue IS NOT NULL
            )
            \(Self.readyNames(in: "queues q"))
            """
        case .readyByName:
            Self.batch(
                """
                (
                    SELECT o.name FROM \(NamedRow.each(of: "$4"))
                    WHERE o.is_ready ORDER BY o.priority DESC, o.ready_time, o.id
                ) AS k CROSS JOIN LATERAL \(Self.readyRow) AS o LIMIT $1
                """)
        case .dueOperations:
            Self.batch("due_time <= $4 AND due_time IS NOT NULL AND end_time IS NULL", order: "due_time, id")
        case .expiredOperations:
            Self.batch("expire_time <= $4 AND expire_time IS NOT NULL", order: "expire_time, id")
        case .overdueTombstones:
            """
            SELECT name FROM tombstones WHERE purge_time <= $1
            ORDER BY purge_time, position LIMIT $2 FOR UPDATE SKIP LOCKED
            """
        case .firstDueTime:
            """
            SELECT due_time FROM operations WHERE due_time IS NOT NULL AND end_time IS NULL
            ORDER BY due_time LIMIT 1
            """
        case .firstExpireTime:
            "SELECT expire_time FROM operations WHERE expire_time IS NOT NULL ORDER BY expire_time LIMIT 1"
        default: nil
        }
    }

    private static var readyRow: String {
        NamedRow.query(
            "k.name",
            where: """
                is_ready AND (cardinality($5::text[]) = 0 OR queue = ANY($5)) AND name > $6 AND name < $7
                AND name <> ALL($3)
                """, lock: "FOR UPDATE SKIP LOCKED")
    }

    /// The foremost of each queue, without locks, in the order of all.
    private static func readyNames(in queues: String) -> String {
        """
        SELECT c.name FROM \(queues) CROSS JOIN LATERAL (
            SELECT name, priority, ready_time, id FROM operations
            WHERE is_ready AND queue = q.queue AND name > $1 AND name < $2
            ORDER BY priority DESC, ready_time, id LIMIT $3
        ) c ORDER BY c.priority DESC, c.ready_time, c.id LIMIT $3
        """
    }

    /// At most $1 rows but those of the names $3, as an index orders them; the conditions match those of the partial
    /// indexes.
    private static func batch(_ condition: String, order: String) -> String {
        batch(
            """
            operations o WHERE \(condition) AND name <> ALL($3) ORDER BY \(order) LIMIT $1 FOR UPDATE SKIP LOCKED
            """)
    }

    /// The rows `o`, which come in their order, up to the one behind that which makes their payloads exceed $2 bytes, so
    /// that it is known that there are more. The sum goes through them as they come: to sort them again would cost more
    /// than all else.
    private static func batch(_ rows: String) -> String {
        let sizes = OperationColumns.payloads.map { "coalesce(octet_length(o.\($0.name)), 0)" }.joined(separator: " + ")
        return """
            WITH come AS (
                SELECT o.*, \(sizes) AS bytes FROM \(rows)
            ), sized AS (
                SELECT *, coalesce(sum(bytes) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND 2 PRECEDING), 0) AS bytes_before
                FROM come
            )
            SELECT \(OperationColumns.selection) FROM sized o WHERE bytes_before <= $2
            """
    }
}
