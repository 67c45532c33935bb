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
            FROM \(Self.places(among: Columns.fewRows(Self.touched))) WHERE o.ctid = p.ctid
            """
        case .deleteOperations:
            """
            DELETE FROM operations o USING \(Self.places(among: Columns.fewRows([Columns.Column("name", "text")])))
            WHERE o.ctid = p.ctid
            """
        case .insertHistory: Self.insertHistoryText
        case .insertLabels:
            "INSERT INTO labels (key, value, name) SELECT * FROM unnest($1::text[], $2::text[], $3::text[])"
        case .deleteLabels:
            """
            DELETE FROM labels l
            USING \(Self.places(of: "labels", Self.labelKey.map(\.name), among: Columns.fewRows(Self.labelKey)))
            WHERE l.ctid = p.ctid
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

    private static let touched = [
        Columns.Column("name", "text"), Columns.Column("lease_expire_time", "timestamptz"),
        Columns.Column("is_ready", "boolean"), Columns.Column("due_time", "timestamptz"),
        Columns.Column("place", "bigint"),
    ]

    private static let labelKey = ["key", "value", "name"].map { Columns.Column($0, "text") }

    /// Each row of `r` with the place `p.ctid` of that row of a table which has its key, and which is locked. To join
    /// them without a place is left to the planner: of a table that was small when it was last looked at it reads all,
    /// in a plan that is kept while the table grows.
    private static func places(of table: String, _ key: [String], among rows: String) -> String {
        let condition = key.map { "\($0) = r.\($0)" }.joined(separator: " AND ")
        return "\(rows) CROSS JOIN LATERAL (SELECT ctid FROM \(table) WHERE \(condition) OFFSET 0) AS p"
    }

    /// The same of `operations`, which has other indexes with names in them.
    private static func places(among rows: String) -> String {
        "\(rows) CROSS JOIN LATERAL \(NamedRow.query("r.name", columns: "ctid")) AS p"
    }

    /// A name whose tombstone stands becomes NULL, which the column refuses.
    private static var insertOperationsText: String {
        let columns = Columns.fixed + Columns.changing + Columns.payloads
        let values = columns.dropFirst().map { "r.\($0.name)" }.joined(separator: ", ")
        let places = [Columns.Column("id", "bigint"), Columns.Column("position", "bigint")]
        return """
            INSERT INTO operations (\(Columns.names(columns)), id, position, version)
            SELECT CASE WHEN (SELECT true FROM tombstones t WHERE t.name = r.name) THEN NULL ELSE r.name END,
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
            FROM \(places(among: Columns.fewRows(columns))) WHERE o.ctid = p.ctid
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
        let starts = "(SELECT * FROM overdue WHERE request_id IS NOT NULL LIMIT cardinality($1)) AS r"
        return """
            WITH overdue AS (DELETE FROM tombstones WHERE name = ANY($1) RETURNING parent, request_id)
            DELETE FROM start_requests s USING \(places(of: "start_requests", ["parent", "request_id"], among: starts))
            WHERE s.ctid = p.ctid
            """
    }
}
