import OperationsCore

/// A record on its way out of the columns of `operations`.
extension RecordColumns {
    /// A row without its payloads.
    struct Row {
        let id: Int64
        let position: Int64
        var record: OperationRecord
        /// The roles in which there is something to load from `payloads`, one bit each.
        var payloadRoles: Int64 = 0
    }

    static func read(_ row: inout RowReader) throws -> Row {
        let id = row.int()
        let position = row.int()
        let fixed = try readFixed(&row)
        var result = Row(id: id, position: position, record: fixed)
        try readChanging(&row, into: &result)
        return result
    }

    private static func readFixed(_ row: inout RowReader) throws -> OperationRecord {
        let name = OperationName(stored: row.text())
        let queue = row.text()
        let priority = row.int32()
        let labels = try LabelColumn.decode(row.optionalText())
        let policy = RetryPolicy(
            maxAttempts: row.int32(), initialBackoff: .microseconds(row.int()), maxBackoff: .microseconds(row.int()),
            backoffMultiplier: row.real(), retryableCodes: try CodeListColumn.decode(row.text()))
        let attemptTimeout = row.optionalInt().map(Duration.microseconds)
        let scheduleTime = row.optionalTime()
        let deadline = row.optionalTime()
        var record = OperationRecord(
            name: name, queue: queue, createTime: row.time(), timeToLive: .microseconds(row.int()))
        record.priority = priority
        record.labels = labels
        record.retryPolicy = policy
        record.attemptTimeout = attemptTimeout
        record.scheduleTime = scheduleTime
        record.deadline = deadline
        record.requestID = row.optionalText()
        return record
    }

    private static func readChanging(_ row: inout RowReader, into result: inout Row) throws {
        result.record.state = try row.state()
        result.record.attempt = row.int32()
        result.record.countedAttempts = row.int32()
        result.record.lease = readLease(&row)
        result.record.reportedOutcome = readOutcome(&row)
        result.record.progressPercent = row.optionalInt().map(Int32.init(clamping:))
        result.record.statusMessage = row.text()
        result.record.readyTime = row.time()
        result.record.isReady = row.int() != 0
        result.record.startTime = row.optionalTime()
        result.record.updateTime = row.time()
        result.record.endTime = row.optionalTime()
        result.record.expireTime = row.optionalTime()
        result.record.cancelRequestTime = row.optionalTime()
        result.record.cancelDeadline = row.optionalTime()
        result.record.revision = row.int()
        result.record.result = try row.status().map(OperationRecord.Result.error)
        result.record.lastError = try row.status()
        result.payloadRoles = row.int()
    }

    private static func readLease(_ row: inout RowReader) -> Lease? {
        let token = row.optionalText()
        let worker = row.text()
        let duration = Duration.microseconds(row.int())
        let expireTime = row.time()
        let attemptDeadline = row.optionalTime()
        return token.map {
            Lease(
                token: $0, workerID: worker, duration: duration, expireTime: expireTime,
                attemptDeadline: attemptDeadline)
        }
    }

    private static func readOutcome(_ row: inout RowReader) -> ReportedOutcome? {
        let token = row.optionalText()
        let digest = row.bytes()
        return token.map { ReportedOutcome(token: $0, digest: ContentDigest(bytes: digest)) }
    }
}

extension RecordColumns.Row {
    /// Puts a loaded payload where it belongs.
    mutating func take(_ content: PayloadContent, as role: PayloadRole) throws {
        switch (role, content) {
        case (.request, .payload(let payload)): record.request = payload
        case (.metadata, .payload(let payload)): record.metadata = payload
        case (.response, .payload(let payload)): record.result = .response(payload)
        case (.errorDetails, .list(let details)):
            guard var error = record.error else { throw UnreadableRow(what: "details without an error") }
            error.details = details
            record.result = .error(error)
        case (.lastErrorDetails, .list(let details)): record.lastError?.details = details
        default: throw UnreadableRow(what: "a payload in the role \(role)")
        }
    }
}
