/// How changes are written: each statement takes an array for each column, and so any number of rows.
extension StoreStatement {
    private typealias Columns = OperationColumns

    /// The place of a row in its transaction, which with the transaction's number makes positions and versions.
    private static let number = "(SELECT currval('feed_commits') << 20)"

    var writingText: String? {
        switch self {
        case .insertOperations: Self.insertOperationsText
        case .updateOperations: Self.updateOperationsText
        case .touchOperations:
            """
            UPDATE operations o SET lease_expire_time = r.lease_expire_time, is_ready = r.is_ready,
                due_time = r.due_time, version = \(Self.number) + r.place
            FROM unnest($1::text[], $2::timestamptz[], $3::boolean[], $4::timestamptz[], $5::bigint[])
                AS r(name, lease_expire_time, is_ready, due_time, place)
            WHERE o.name = r.name
            """
        case .deleteOperations: "DELETE FROM operations WHERE name = ANY($1)"
        case .insertHistory: Self.insertHistoryText
        case .insertLabels:
            "INSERT INTO labels (key, value, name) SELECT * FROM unnest($1::text[], $2::text[], $3::text[])"
        case .deleteLabels:
            """
            DELETE FROM labels l USING unnest($1::text[], $2::text[], $3::text[]) AS r(key, value, name)
            WHERE l.key = r.key AND l.value = r.value AND l.name = r.name
            """
        case .insertReadied:
            """
            INSERT INTO readied (position, name, queue, next_time)
            SELECT \(Self.number) + r.place, r.name, r.queue, r.next_time
            FROM unnest($1::bigint[], $2::text[], $3::text[], $4::timestamptz[]) AS r(place, name, queue, next_time)
            """
        case .insertTombstones:
            """
            INSERT INTO tombstones (name, parent, cause, remove_time, purge_time, request_id, position)
            SELECT r.name, r.parent, r.cause, r.remove_time, r.purge_time, r.request_id, \(Self.number) + r.place
            FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::text[],
                $7::bigint[]) AS r(name, parent, cause, remove_time, purge_time, request_id, place)
            """
        case .forgetTombstones: Self.forgetTombstonesText
        case .insertStarts:
            """
            INSERT INTO start_requests (parent, request_id, name, digest)
            SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bytea[])
            """
        default: nil
        }
    }

    /// A name whose tombstone stands becomes NULL, which the column refuses.
    private static var insertOperationsText: String {
        let columns = Columns.fixed + Columns.changing + Columns.payloads
        let values = columns.dropFirst().map { "r.\($0.name)" }.joined(separator: ", ")
        let places = [Columns.Column("id", "bigint"), Columns.Column("position", "bigint")]
        return """
            INSERT INTO operations (\(Columns.names(columns)), id, position, version)
            SELECT CASE WHEN EXISTS (SELECT 1 FROM tombstones t WHERE t.name = r.name) THEN NULL ELSE r.name END,
                \(values), \(number) + r.id, \(number) + r.position, \(number) + r.position
            FROM \(Columns.rows(columns + places))
            """
    }

    /// Payloads that stay as they are keep their place beside the table.
    private static var updateOperationsText: String {
        let payloads = Array(Columns.payloads.dropFirst())
        let columns =
            [Columns.Column("name", "text")] + Columns.changing + payloads
            + [
                Columns.Column("changed", "integer"), Columns.Column("place", "bigint"),
                Columns.Column("position", "bigint"),
            ]
        let changing = Columns.changing.map { "\($0.name) = r.\($0.name)" }
        let changed = PayloadRole.allCases.dropFirst().map {
            "\($0.column) = CASE WHEN r.changed & \($0.bit) <> 0 THEN r.\($0.column) ELSE o.\($0.column) END"
        }
        return """
            UPDATE operations o SET \((changing + changed).joined(separator: ", ")),
                version = \(number) + r.place, position = coalesce(\(number) + r.position, o.position)
            FROM \(Columns.rows(columns)) WHERE o.name = r.name
            """
    }

    static let historyColumns = [
        Columns.Column("revision", "bigint"), Columns.Column("time", "timestamptz"), Columns.Column("kind", "text"),
        Columns.Column("from_state", "text"), Columns.Column("to_state", "text"),
        Columns.Column("attempt", "integer"), Columns.Column("actor", "text"),
        Columns.Column("error_code", "integer"), Columns.Column("error_message", "text"),
        Columns.Column("error_reason", "text"), Columns.Column("error_details", "bytea"),
    ]

    /// Either the id of the operation is known, or its place among the starts of this transaction.
    private static var insertHistoryText: String {
        let places = [Columns.Column("id", "bigint"), Columns.Column("place", "bigint")]
        return """
            INSERT INTO history (operation_id, \(Columns.names(historyColumns)))
            SELECT coalesce(r.id, \(number) + r.place), \(historyColumns.map { "r.\($0.name)" }.joined(separator: ", "))
            FROM \(Columns.rows(historyColumns + places))
            """
    }

    private static var forgetTombstonesText: String {
        """
        WITH overdue AS (DELETE FROM tombstones WHERE name = ANY($1) RETURNING parent, request_id)
        DELETE FROM start_requests s USING overdue o
        WHERE o.request_id IS NOT NULL AND s.parent = o.parent AND s.request_id = o.request_id
        """
    }
}
