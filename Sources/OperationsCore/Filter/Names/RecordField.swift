/// What a filter can name of a record, by its name in proto spelling.
enum RecordField: String, CaseIterable {
    // The public operation.
    case name, done, error, response, metadata
    // The record.
    case state, queue, priority, labels, request, attempt, revision
    case cancelRequested = "cancel_requested"
    case lastError = "last_error"
    case attemptTimeout = "attempt_timeout"
    case scheduleTime = "schedule_time"
    case deadline
    case readyTime = "ready_time"
    case createTime = "create_time"
    case startTime = "start_time"
    case updateTime = "update_time"
    case endTime = "end_time"
    case expireTime = "expire_time"
    case timeToLive = "ttl"
    case workerID = "worker_id"
    case leaseExpireTime = "lease_expire_time"
    case progressPercent = "progress_percent"
    case statusMessage = "status_message"
    case requestID = "request_id"
    // Derived, under the names that other services give them.
    case parent
    case operationID = "operation_id"
    case statusCode = "status_code"

    /// Accepts every spelling.
    init?(named name: String) {
        self.init(rawValue: NameSpelling.snakeCase(name))
    }
}
