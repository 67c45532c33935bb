/// The columns of `operations`, in the order in which records are bound and read; see `RecordColumns`.
enum OperationColumns {
    /// Never change after the start.
    static let fixed = [
        "name", "queue", "priority", "labels", "max_attempts", "initial_backoff", "max_backoff", "backoff_multiplier",
        "retryable_codes", "attempt_timeout", "schedule_time", "deadline", "create_time", "time_to_live", "request_id",
    ]

    /// Written by every transition that callers can see.
    static let changing = [
        "state", "attempt", "counted_attempts", "lease_token", "lease_worker", "lease_duration", "lease_expire_time",
        "lease_attempt_deadline", "outcome_token", "outcome_digest", "progress", "status_message", "ready_time",
        "is_ready", "start_time", "update_time", "end_time", "expire_time", "cancel_request_time", "cancel_deadline",
        "revision", "error_code", "error_message", "error_reason", "last_error_code", "last_error_message",
        "last_error_reason", "payload_roles",
    ]

    /// What a query reads: the row's id and feed position, then the record.
    static let selection = (["id", "position"] + fixed + changing).joined(separator: ", ")

    /// `due_time` and `position` come last, because they are not the record's.
    static let insertion = (fixed + changing + ["due_time", "position"]).joined(separator: ", ")

    static let insertionMarks = Array(repeating: "?", count: fixed.count + changing.count + 2).joined(separator: ", ")

    static let assignments =
        changing.map { "\($0) = ?" }.joined(separator: ", ") + ", due_time = ?, position = coalesce(?, position)"
}
