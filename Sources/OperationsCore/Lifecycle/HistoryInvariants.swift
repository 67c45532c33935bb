/// What is true of the history of every operation; takes one line after the other, so that no history is too long.
///
/// ```swift
/// var history = HistoryInvariants(of: record)
/// for line in lines { history.accept(line) }
/// for rule in history.broken { print("\(record.name): \(rule)") }
/// ```
public struct HistoryInvariants: Sendable {
    private let record: OperationRecord
    private var last: HistoryEntry?
    private var faults: [String] = []

    /// - Parameter record: as it was when the history was read.
    public init(of record: OperationRecord) {
        self.record = record
    }

    /// Takes the next line, from the oldest on.
    public mutating func accept(_ line: HistoryEntry) {
        if let last { check(line, after: last) } else { checkFirst(line) }
        check(
            Self.target(of: line.kind).map { $0 == line.to } ?? (line.to == line.from),
            "has a state that its kind cannot lead to", line)
        check(line.revision <= record.revision, "is of a later revision than the record", line)
        check(line.time <= record.updateTime, "is of a later time than the record", line)
        check((0...record.attempt).contains(line.attempt), "is of an attempt that was never made", line)
        last = line
    }

    /// The rules that are broken by all lines that came, if there are no more; each as a sentence, at most 20.
    public var broken: [String] {
        guard let last else { return ["It has no history."] }
        var faults = faults
        if last.to != record.state {
            faults.append("Its history ends in \(last.to.rawValue), and it is \(record.state.rawValue).")
        } else if last.attempt != record.attempt {
            faults.append("Its history ends in attempt \(last.attempt), and it is in attempt \(record.attempt).")
        } else if record.state != .running, last.revision < record.revision {
            // Only what a holder reports changes an operation without a line.
            faults.append("Its history ends with revision \(last.revision), and it has revision \(record.revision).")
        }
        return faults
    }

    private mutating func checkFirst(_ line: HistoryEntry) {
        check(line.kind == .started && line.from == nil && line.revision == 1, "comes first and is no start", line)
        check(line.time >= record.createTime, "is of a time before the operation was created", line)
    }

    private mutating func check(_ line: HistoryEntry, after last: HistoryEntry) {
        check(line.kind != .started, "starts what was started", line)
        check(line.revision > last.revision, "does not come after the line before it", line)
        check(line.time >= last.time, "is of an earlier time than the line before it", line)
        check(line.from == last.to, "begins in another state than the line before it ends in", line)
        check(!last.to.isFinished, "comes after the end", line)
        check(line.attempt >= last.attempt, "is of an earlier attempt than the line before it", line)
    }

    private mutating func check(_ holds: Bool, _ fault: String, _ line: HistoryEntry) {
        guard !holds, faults.count < 20 else { return }
        faults.append("The line of its history with revision \(line.revision) \(fault).")
    }

    /// Nil: it stays where it was.
    private static func target(of kind: HistoryEntry.Kind) -> OperationState? {
        switch kind {
        case .started, .released, .retryScheduled: .pending
        case .leased: .running
        case .cancelRequested: nil
        case .succeeded: .succeeded
        case .failed: .failed
        case .cancelled: .cancelled
        }
    }
}
