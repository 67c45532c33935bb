/// The columns of `operations`, in the order in which records are bound and read; see `RecordColumns`.
enum OperationColumns {
    struct Column {
        let name: String
        let type: String

        init(_ name: String, _ type: String) {
            self.name = name
            self.type = type
        }
    }

    /// Never change after the start.
    static let fixed = [
        Column("name", "text"), Column("queue", "text"), Column("priority", "integer"), Column("labels", "bytea"),
        Column("max_attempts", "integer"), Column("initial_backoff", "bigint"), Column("max_backoff", "bigint"),
        Column("backoff_multiplier", "double precision"), Column("retryable_codes", "text"),
        Column("attempt_timeout", "bigint"), Column("schedule_time", "timestamptz"), Column("deadline", "timestamptz"),
        Column("create_time", "timestamptz"), Column("time_to_live", "bigint"), Column("request_id", "text"),
    ]

    /// Written by every transition that callers can see.
    static let changing = [
        Column("state", "text"), Column("attempt", "integer"), Column("counted_attempts", "integer"),
        Column("lease_token", "text"), Column("lease_worker", "text"), Column("lease_duration", "bigint"),
        Column("lease_expire_time", "timestamptz"), Column("lease_attempt_deadline", "timestamptz"),
        Column("outcome_token", "text"), Column("outcome_digest", "bytea"), Column("progress", "integer"),
        Column("status_message", "text"), Column("ready_time", "timestamptz"), Column("is_ready", "boolean"),
        Column("start_time", "timestamptz"), Column("update_time", "timestamptz"), Column("end_time", "timestamptz"),
        Column("expire_time", "timestamptz"), Column("cancel_request_time", "timestamptz"),
        Column("cancel_deadline", "timestamptz"), Column("revision", "bigint"), Column("error_code", "integer"),
        Column("error_message", "text"), Column("error_reason", "text"), Column("last_error_code", "integer"),
        Column("last_error_message", "text"), Column("last_error_reason", "text"), Column("due_time", "timestamptz"),
    ]

    /// In the order of ``PayloadRole``.
    static let payloads = PayloadRole.allCases.map { Column($0.column, "bytea") }

    /// The row's own numbers and the record without its payloads.
    static let bare = ["id", "version"] + (fixed + changing).map(\.name)

    /// What is read of a row of the table `o`: numbers, record, payloads.
    static let selection = (bare + payloads.map(\.name)).map { "o.\($0)" }.joined(separator: ", ")

    /// The same, but no payloads where `condition` holds.
    static func selection(withoutPayloadsWhere condition: String) -> String {
        (bare.map { "o.\($0)" } + payloads.map { "CASE WHEN \(condition) THEN NULL ELSE o.\($0.name) END" })
            .joined(separator: ", ")
    }

    /// `unnest($1::text[], …) AS r(name, …)`: one row for each element of the arrays.
    static func rows(_ columns: [Column]) -> String {
        let arrays = columns.enumerated().map { "$\($0.offset + 1)::\($0.element.type)[]" }.joined(separator: ", ")
        return "unnest(\(arrays)) AS r(\(names(columns)))"
    }

    /// The same as a sub-query that the planner takes for one row; see `places` among the statements that write.
    static func fewRows(_ columns: [Column]) -> String {
        "(SELECT * FROM \(rows(columns)) LIMIT cardinality($1)) AS r"
    }

    static func names(_ columns: [Column]) -> String {
        columns.map(\.name).joined(separator: ", ")
    }
}
