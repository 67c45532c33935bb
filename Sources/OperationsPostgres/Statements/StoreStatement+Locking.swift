/// What a transaction reads in order to change it: every row is locked until its end.
extension StoreStatement {
    var lockingText: String? {
        switch self {
        case .lockOperations:
            // In the order of the names, so that two transactions do not wait for each other.
            """
            SELECT \(OperationColumns.selection(withoutPayloadsWhere: "o.version = k.version"))
            FROM unnest($1::text[], $2::bigint[]) AS k(name, version) JOIN operations o ON o.name = k.name
            ORDER BY o.name FOR UPDATE OF o
            """
        case .readyInQueue:
            """
            SELECT \(OperationColumns.selection) FROM operations o
            WHERE is_ready AND queue = $1 AND name > $2 AND name < $3
            ORDER BY priority DESC, ready_time, id LIMIT $4 FOR UPDATE SKIP LOCKED
            """
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
            """
            SELECT \(OperationColumns.selection) FROM operations o
            WHERE is_ready AND name = ANY($1) AND (cardinality($2::text[]) = 0 OR queue = ANY($2))
                AND name > $3 AND name < $4
            ORDER BY priority DESC, ready_time, id LIMIT $5 FOR UPDATE SKIP LOCKED
            """
        case .dueOperations:
            Self.batch("due_time <= $1 AND due_time IS NOT NULL AND end_time IS NULL", order: "due_time")
        case .expiredOperations: Self.batch("expire_time <= $1 AND expire_time IS NOT NULL", order: "expire_time")
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

    /// What has come, in its order, with the row before which so many bytes of payloads are full, and no more; the
    /// conditions match those of the partial indexes.
    private static func batch(_ condition: String, order: String) -> String {
        let sizes = OperationColumns.payloads.map { "coalesce(octet_length(\($0.name)), 0)" }.joined(separator: " + ")
        return """
            WITH come AS (
                SELECT * FROM operations WHERE \(condition) ORDER BY \(order), id LIMIT $2 FOR UPDATE SKIP LOCKED
            ), sized AS (
                SELECT *, sum(\(sizes)) OVER (ORDER BY \(order), id) AS bytes,
                    row_number() OVER (ORDER BY \(order), id) AS number
                FROM come
            )
            SELECT \(OperationColumns.selection) FROM sized o WHERE bytes <= $3 OR number = 1 ORDER BY \(order), id
            """
    }
}
