/// Gathers records until they are as many, or as big, as was asked for; the same for every store.
///
/// ```swift
/// var batch = RecordBatch(limit: limit, byteLimit: byteLimit)
/// for record in candidates {
///     guard batch.offer(record) else { break }
/// }
/// return batch.records
/// ```
public struct RecordBatch: Sendable {
    public private(set) var records: [OperationRecord] = []
    /// The record that would have exceeded the bytes; nothing is taken after it.
    public private(set) var leftover: OperationRecord?
    private var bytes = 0
    private let limit: Int
    private let byteLimit: Int

    /// - Parameter byteLimit: the batch ends before the record that would exceed it; it always holds one.
    public init(limit: Int, byteLimit: Int) {
        self.limit = limit
        self.byteLimit = byteLimit
    }

    /// - Returns: false when the batch is full, and the record not part of it.
    public mutating func offer(_ record: OperationRecord) -> Bool {
        guard records.count < limit, leftover == nil else { return false }
        let size = record.fullSize
        guard records.isEmpty || bytes + size <= byteLimit else {
            leftover = record
            return false
        }
        bytes += size
        records.append(record)
        return true
    }
}
