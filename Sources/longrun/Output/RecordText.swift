import OperationsAPI
import SwiftProtobuf

/// Records for people.
enum RecordText {
    /// One line for each field that is set.
    static func block(_ record: Longrun_V1_OperationRecord, now: Google_Protobuf_Timestamp) -> String {
        var table = Table([])
        func add(_ name: String, _ value: String?) {
            if let value, !value.isEmpty { table.add([name, value]) }
        }
        func add(_ name: String, _ time: Google_Protobuf_Timestamp, if isSet: Bool) {
            if isSet { add(name, time.seconds <= now.seconds ? "\(time.text) (\(time.age(at: now)) ago)" : time.text) }
        }
        add("name", record.name)
        add("state", record.stateText)
        add("progress", progress(record))
        add("queue", record.queue)
        add("attempt", attempts(record))
        add("worker", record.workerID)
        add("labels", labels(record))
        add("request", record.hasRequest ? PayloadText.text(record.request) : nil)
        add("metadata", record.hasMetadata ? PayloadText.text(record.metadata) : nil)
        add("scheduled", record.scheduleTime, if: record.hasScheduleTime)
        add("created", record.createTime, if: record.hasCreateTime)
        add("started", record.startTime, if: record.hasStartTime)
        add("ended", record.endTime, if: record.hasEndTime)
        add("deadline", record.deadline, if: record.hasDeadline)
        add("expires", record.expireTime, if: record.hasExpireTime)
        if record.hasLastError, !record.isDone { add("last error", record.lastError.text) }
        switch record.result {
        case .response(let payload): add("response", PayloadText.text(payload))
        case .error(let status): add("error", status.text)
        case nil: break
        }
        return table.text
    }

    /// A table with one line for each record.
    static func list(_ records: [Longrun_V1_OperationRecord], now: Google_Protobuf_Timestamp) -> String {
        var table = Table(["NAME", "STATE", "PROGRESS", "QUEUE", "ATTEMPT", "AGE"], numbers: [2, 4, 5])
        for record in records {
            table.add([
                record.name, record.stateText, record.hasProgressPercent ? "\(record.progressPercent) %" : "-",
                record.queue, "\(record.attempt)", record.createTime.age(at: now),
            ])
        }
        return table.text
    }

    /// What changed, in one line: `RUNNING 40 % attempt 2: reading page 12`.
    static func line(_ record: Longrun_V1_OperationRecord) -> String {
        var text = record.stateText
        if record.hasProgressPercent { text += " \(record.progressPercent) %" }
        if record.attempt > 0 { text += " attempt \(record.attempt)" }
        if !record.statusMessage.isEmpty { text += ": \(record.statusMessage)" }
        return Table.printable(text)
    }

    private static func progress(_ record: Longrun_V1_OperationRecord) -> String {
        let percent = record.hasProgressPercent ? "\(record.progressPercent) %" : ""
        return [percent, record.statusMessage].filter { !$0.isEmpty }.joined(separator: "  ")
    }

    private static func attempts(_ record: Longrun_V1_OperationRecord) -> String? {
        guard record.attempt > 0 else { return nil }
        return "\(record.attempt) (at most \(record.retryPolicy.maxAttempts))"
    }

    private static func labels(_ record: Longrun_V1_OperationRecord) -> String {
        record.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }
}
