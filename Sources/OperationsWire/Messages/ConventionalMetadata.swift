import OperationsCore
import SwiftProtobuf

/// The metadata of an operation to which nobody gave any: a `google.protobuf.Struct` of the names that
/// OperationMetadata messages conventionally use, always in the same order.
struct ConventionalMetadata {
    enum Value {
        case text(String)
        case number(Int32)
        case flag(Bool)
        case map([(key: String, value: String)])
    }

    static let typeURL = "type.googleapis.com/google.protobuf.Struct"

    /// Sorted by name; only what is set.
    let fields: [(name: StaticString, value: Value)]

    init(_ record: OperationRecord) {
        var fields: [(name: StaticString, value: Value)] = []
        fields.reserveCapacity(8)
        if record.attempt > 0 { fields.append(("attempt", .number(record.attempt))) }
        fields.append(("createTime", .text(RFC3339.text(record.createTime))))
        if let time = record.endTime { fields.append(("endTime", .text(RFC3339.text(time)))) }
        if !record.labels.isEmpty {
            fields.append(("labels", .map(record.labels.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })))
        }
        if let percent = record.progressPercent { fields.append(("progressPercent", .number(percent))) }
        fields.append(("queue", .text(record.queue)))
        if record.isCancelRequested { fields.append(("requestedCancellation", .flag(true))) }
        if let time = record.startTime { fields.append(("startTime", .text(RFC3339.text(time)))) }
        fields.append(("state", .text(record.state.rawValue)))
        if !record.statusMessage.isEmpty { fields.append(("statusMessage", .text(record.statusMessage))) }
        fields.append(("updateTime", .text(RFC3339.text(record.updateTime))))
        self.fields = fields
    }

    var any: Google_Protobuf_Any {
        Google_Protobuf_Any(typeURL: Self.typeURL, bytes: bytes)
    }

    /// The Struct in protobuf's encoding, written straight out: this is on the path of every Get.
    var bytes: [UInt8] {
        var writer = StructWriter()
        for field in fields {
            writer.field(field.name.withUTF8Buffer { Array($0) }) { value in
                switch field.value {
                case .text(let text): value.string(text)
                case .number(let number): value.number(Double(number))
                case .flag(let flag): value.flag(flag)
                case .map(let members): value.map(members)
                }
            }
        }
        return writer.bytes
    }
}

/// Writes google.protobuf.Struct: field 1 is a map whose entries have a key (1) and a Value (2).
private struct StructWriter {
    private(set) var bytes: [UInt8] = []

    mutating func field(_ name: [UInt8], _ value: (inout ValueWriter) -> Void) {
        var writer = ValueWriter()
        value(&writer)
        let entryLength =
            1 + Varint.length(name.count) + name.count + 1 + Varint.length(writer.bytes.count) + writer.bytes.count
        bytes.append(0x0A)
        Varint.append(entryLength, to: &bytes)
        bytes.append(0x0A)
        Varint.append(name.count, to: &bytes)
        bytes.append(contentsOf: name)
        bytes.append(0x12)
        Varint.append(writer.bytes.count, to: &bytes)
        bytes.append(contentsOf: writer.bytes)
    }
}

/// Writes google.protobuf.Value: number (2), string (3), bool (4) or Struct (5).
private struct ValueWriter {
    private(set) var bytes: [UInt8] = []

    mutating func string(_ text: String) {
        bytes.append(0x1A)
        Varint.append(text.utf8.count, to: &bytes)
        bytes.append(contentsOf: text.utf8)
    }

    mutating func number(_ number: Double) {
        bytes.append(0x11)
        withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func flag(_ flag: Bool) {
        bytes.append(contentsOf: [0x20, flag ? 1 : 0])
    }

    mutating func map(_ members: [(key: String, value: String)]) {
        var inner = StructWriter()
        for member in members { inner.field(Array(member.key.utf8)) { $0.string(member.value) } }
        bytes.append(0x2A)
        Varint.append(inner.bytes.count, to: &bytes)
        bytes.append(contentsOf: inner.bytes)
    }
}
