import OperationsCore
import PostgresClient

/// A record on its way out of the columns of `operations`.
extension RecordColumns {
    struct Row {
        /// The feed position of its start.
        let id: Int64
        let version: Int64
        var record: OperationRecord
    }

    /// Reads what `OperationColumns.selection` selects.
    static func read(_ row: inout PostgresRow) throws -> Row {
        try read(&row, numbers: RowNumbers(&row))
    }

    static func read(_ row: inout PostgresRow, numbers: RowNumbers) throws -> Row {
        var result = try readBare(&row, numbers: numbers)
        try readPayloads(&row, into: &result.record)
        return result
    }

    /// Reads the numbers and the record, and leaves the payloads.
    static func readBare(_ row: inout PostgresRow) throws -> Row {
        try readBare(&row, numbers: RowNumbers(&row))
    }

    static func readBare(_ row: inout PostgresRow, numbers: RowNumbers) throws -> Row {
        var start = row
        do {
            var record = try readFixed(&row)
            try readChanging(&row, into: &record)
            return Row(id: numbers.id, version: numbers.version, record: record)
        } catch let unreadable as UnreadableRow {
            throw unreadable.of(start.name())
        }
    }

    private static func readFixed(_ row: inout PostgresRow) throws -> OperationRecord {
        let name = row.name()
        let queue = row.kept()
        let priority = row.int32()
        let labels = try LabelColumn.decode(row.optionalBytes())
        let policy = RetryPolicy(
            maxAttempts: row.int32(), initialBackoff: row.span(), maxBackoff: row.span(),
            backoffMultiplier: row.real(), retryableCodes: try CodeListColumn.decode(row.text()))
        let attemptTimeout = row.optionalSpan()
        let scheduleTime = row.optionalTimestamp()
        let deadline = row.optionalTimestamp()
        var record = OperationRecord(
            name: name, queue: queue, createTime: row.timestamp(), timeToLive: row.span())
        record.priority = priority
        record.labels = labels
        record.retryPolicy = policy
        record.attemptTimeout = attemptTimeout
        record.scheduleTime = scheduleTime
        record.deadline = deadline
        record.requestID = row.optionalKept()
        return record
    }

    private static func readChanging(_ row: inout PostgresRow, into record: inout OperationRecord) throws {
        record.state = try row.state()
        record.attempt = row.int32()
        record.countedAttempts = row.int32()
        record.lease = readLease(&row)
        record.reportedOutcome = readOutcome(&row)
        record.progressPercent = row.optionalInt32()
        record.statusMessage = row.kept()
        record.readyTime = row.timestamp()
        record.isReady = row.bool()
        record.startTime = row.optionalTimestamp()
        record.updateTime = row.timestamp()
        record.endTime = row.optionalTimestamp()
        record.expireTime = row.optionalTimestamp()
        record.cancelRequestTime = row.optionalTimestamp()
        record.cancelDeadline = row.optionalTimestamp()
        record.revision = row.int()
        record.result = try row.status().map(OperationRecord.Result.error)
        record.lastError = try row.status()
        // The due time, which the record knows itself.
        row.skip()
    }

    private static func readLease(_ row: inout PostgresRow) -> Lease? {
        let token = row.optionalKept()
        let worker = row.optionalKept()
        let duration = row.optionalSpan()
        let expireTime = row.optionalTimestamp()
        let attemptDeadline = row.optionalTimestamp()
        guard let token, let worker, let duration, let expireTime else { return nil }
        return Lease(
            token: token, workerID: worker, duration: duration, expireTime: expireTime,
            attemptDeadline: attemptDeadline)
    }

    private static func readOutcome(_ row: inout PostgresRow) -> ReportedOutcome? {
        let token = row.optionalKept()
        let digest = row.optionalBytes()
        guard let token, let digest else { return nil }
        return ReportedOutcome(token: token, digest: ContentDigest(bytes: digest))
    }
}

extension RecordColumns {
    static func readPayloads(_ row: inout PostgresRow, into record: inout OperationRecord) throws {
        do {
            for role in PayloadRole.allCases {
                guard let bytes = row.optionalBytes() else { continue }
                try put(bytes, as: role, into: &record)
            }
        } catch let unreadable as UnreadableRow {
            throw unreadable.of(record.name)
        }
    }

    private static func put(_ bytes: [UInt8], as role: PayloadRole, into record: inout OperationRecord) throws {
        switch role {
        case .request: record.request = try PayloadColumn.decode(bytes)
        case .metadata: record.metadata = try PayloadColumn.decode(bytes)
        case .response: record.result = .response(try PayloadColumn.decode(bytes))
        case .errorDetails:
            guard var error = record.error else { throw UnreadableRow(what: "details without an error") }
            error.details = try PayloadColumn.decodeList(bytes)
            record.result = .error(error)
        case .lastErrorDetails: record.lastError?.details = try PayloadColumn.decodeList(bytes)
        }
    }
}

/// The columns with which every row begins.
struct RowNumbers {
    let id: Int64
    let version: Int64

    init(_ row: inout PostgresRow) {
        id = row.int()
        version = row.int()
    }
}
