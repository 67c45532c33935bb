import OperationsCore
import SwiftProtobuf

/// The metadata of an operation to which nobody gave any: a `google.protobuf.Struct` of the names that
/// OperationMetadata messages conventionally use, always in the same order.
///
/// It is on the path of most Gets, so its fields go straight to whoever writes them, in JSON or in binary.
struct ConventionalMetadata {
    static let typeURL = "type.googleapis.com/google.protobuf.Struct"

    let record: OperationRecord

    init(_ record: OperationRecord) {
        self.record = record
    }

    /// Sorted by name; only what is set.
    func write(to fields: inout some ConventionalFields) {
        if record.attempt > 0 { fields.number("attempt", record.attempt) }
        fields.time("createTime", record.createTime)
        if let time = record.endTime { fields.time("endTime", time) }
        if !record.labels.isEmpty {
            fields.map("labels", record.labels.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        }
        if let percent = record.progressPercent { fields.number("progressPercent", percent) }
        fields.text("queue", record.queue)
        if record.isCancelRequested { fields.flag("requestedCancellation", true) }
        if let time = record.startTime { fields.time("startTime", time) }
        fields.text("state", record.state.rawValue)
        if !record.statusMessage.isEmpty { fields.text("statusMessage", record.statusMessage) }
        fields.time("updateTime", record.updateTime)
    }

    var any: Google_Protobuf_Any {
        Google_Protobuf_Any(typeURL: Self.typeURL, bytes: bytes)
    }

    /// The Struct in protobuf's encoding.
    var bytes: [UInt8] {
        var writer = StructWriter(reserving: 320)
        write(to: &writer)
        return writer.bytes
    }
}

/// Whoever writes the fields.
protocol ConventionalFields {
    mutating func text(_ name: StaticString, _ value: String)
    mutating func number(_ name: StaticString, _ value: Int32)
    mutating func flag(_ name: StaticString, _ value: Bool)
    mutating func time(_ name: StaticString, _ value: Timestamp)
    mutating func map(_ name: StaticString, _ members: [(key: String, value: String)])
}
