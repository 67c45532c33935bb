/// What a ``PageReading`` wants to read next, all at once.
public struct PageWants: Hashable, Sendable {
    public var entries: [IndexQuestion] = []
    /// Rows that are read without their payloads.
    public var rows: [OperationName] = []
    /// Rows that are read whole.
    public var payloads: [OperationName] = []
    /// True when nothing more will be wanted afterwards.
    public var isLast = false

    public init() {}

    var isEmpty: Bool { entries.isEmpty && rows.isEmpty && payloads.isEmpty }
}

/// What was read of that which was wanted.
public struct PageAnswers: Sendable {
    /// One answer for each question.
    public var entries: [[IndexEntry]] = []
    public var rows: [OperationName: PageRow] = [:]
    /// The whole records.
    public var payloads: [OperationName: OperationRecord] = [:]

    public init() {}
}

/// A row as it was read first.
public struct PageRow: Sendable {
    public let record: OperationRecord
    /// What the payloads that the record lacks take at least, in bytes; nil when it lacks none.
    public let missingSize: Int?

    public init(record: OperationRecord, missingSize: Int?) {
        self.record = record
        self.missingSize = missingSize
    }

    /// What the whole record takes at least, in bytes.
    var fullSize: Int { record.fullSize + (missingSize ?? 0) }
}
