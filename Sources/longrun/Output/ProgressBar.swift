import OperationsAPI

/// One line that shows how far an operation has come.
enum ProgressBar {
    private static let cells = 24

    /// - Parameter width: the columns of the terminal; the line is shorter by one, so that it never wraps.
    static func line(_ record: Longrun_V1_OperationRecord, elapsed: Duration, width: Int) -> String {
        let state = record.stateText + String(repeating: " ", count: max(0, 10 - record.stateText.count))
        var text = "\(state) [\(bar(record))] \(percent(record))  \(elapsed.clockText)"
        if record.attempt > 1 { text += "  attempt \(record.attempt)" }
        let note = note(record)
        if !note.isEmpty { text += "  \(note)" }
        return String(Table.printable(text).prefix(max(0, width - 1)))
    }

    private static func bar(_ record: Longrun_V1_OperationRecord) -> String {
        let share = record.state == .succeeded ? 100 : Int(record.progressPercent)
        let full = min(cells, max(0, share * cells / 100))
        return String(repeating: "#", count: full) + String(repeating: "-", count: cells - full)
    }

    private static func percent(_ record: Longrun_V1_OperationRecord) -> String {
        guard record.hasProgressPercent else { return "    -" }
        let text = "\(record.progressPercent) %"
        return String(repeating: " ", count: max(0, 5 - text.count)) + text
    }

    private static func note(_ record: Longrun_V1_OperationRecord) -> String {
        if !record.statusMessage.isEmpty { return record.statusMessage }
        guard record.state == .pending else { return "" }
        if record.attempt > 0 { return "pausing before the next attempt" }
        return record.hasScheduleTime ? "not before \(record.scheduleTime.text)" : "waiting on queue '\(record.queue)'"
    }
}
