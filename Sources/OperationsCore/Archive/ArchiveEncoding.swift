/// Items as bytes: the same bytes for equal items, whichever store they come from, and others for different ones.
///
/// ```swift
/// digest.update(data: ArchiveEncoding.bytes(of: item))
/// ```
///
/// Numbers are 8 bytes, little-endian; texts, bytes and lists stand behind their number of bytes or members; what may be
/// absent stands behind a 0 or a 1. Spans count in microseconds, which is how stores keep them. The bytes are for digests
/// and nobody reads them back.
public struct ArchiveEncoding: Sendable {
    private var bytes: [UInt8] = []

    public static func bytes(of item: ArchiveItem) -> [UInt8] {
        var encoding = ArchiveEncoding()
        encoding.add(item.kind.rawValue)
        switch item {
        case .operation(let operation):
            encoding.add(operation.creationNumber)
            encoding.add(operation.position)
            encoding.add(operation.record)
        case .history(let line):
            encoding.add(line.name.text)
            encoding.add(line.entry)
        case .tombstone(let grave):
            encoding.add(grave.position)
            encoding.add(grave.tombstone)
        case .start(let start):
            encoding.add(start.key.parent.text)
            encoding.add(start.key.requestID)
            encoding.add(start.start.name.text)
            encoding.add(start.start.digest.bytes)
        case .descriptorSet(let set):
            encoding.add(set.id)
            encoding.add(set.content)
            encoding.add(set.updateTime)
        case .policy(let policy):
            encoding.add(policy.resource)
            encoding.add(policy.policy)
        }
        return encoding.bytes
    }

    mutating func add(_ value: Int64) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func add(_ value: Int32) {
        add(Int64(value))
    }

    mutating func add(_ value: Bool) {
        bytes.append(value ? 1 : 0)
    }

    mutating func add(_ value: Double) {
        add(Int64(bitPattern: value.bitPattern))
    }

    mutating func add(_ text: String) {
        add(Int64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    mutating func add(_ run: [UInt8]) {
        add(Int64(run.count))
        bytes.append(contentsOf: run)
    }

    mutating func add(_ time: Timestamp) {
        add(time.microseconds)
    }

    mutating func add(_ span: Duration) {
        add(span.microseconds)
    }

    mutating func add<Value>(_ value: Value?, _ write: (inout ArchiveEncoding, Value) -> Void) {
        add(value != nil)
        if let value { write(&self, value) }
    }

    mutating func add<Value>(_ values: [Value], _ write: (inout ArchiveEncoding, Value) -> Void) {
        add(Int64(values.count))
        for value in values { write(&self, value) }
    }

    mutating func add(_ texts: [String]) {
        add(texts) { $0.add($1) }
    }
}
