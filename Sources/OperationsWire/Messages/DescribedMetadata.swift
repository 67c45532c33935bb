import OperationsCore
import ProtoJSON

/// The metadata of operations to which nobody gave any, as a message that their service names: the conventional fields
/// that its type has, under the names that such messages give them.
extension PayloadTypes {
    /// Nil when the service names no type, one that is not described, or one of protobuf's own such as Struct.
    func defaultMetadata(of record: OperationRecord) -> Payload? {
        guard let type = metadataType(record.name), !type.hasPrefix("google.protobuf."), describes("/\(type)") else {
            return nil
        }
        var members = MemberTexts()
        ConventionalMetadata(record).write(to: &members)
        let transcoder = transcoder
        let names = transcoder.pool.fieldNames(of: type) ?? []
        // Each by itself: a field whose type takes no such value stays unset.
        let bytes = names.flatMap { name in
            members.texts(ofField: name, record).lazy.compactMap { text in
                try? transcoder.binary(of: Array("{\"\(name)\":".utf8) + text + Array("}".utf8), type: type)
            }.first ?? []
        }
        return .binary(typeURL: "type.googleapis.com/\(type)", bytes: bytes)
    }
}

/// The JSON text of each conventional field.
private struct MemberTexts: ConventionalFields {
    private var texts: [String: [UInt8]] = [:]

    private static let conventionalNames: Set<String> = [
        "attempt", "createTime", "endTime", "labels", "progressPercent", "queue", "requestedCancellation", "startTime",
        "state", "statusMessage", "updateTime",
    ]

    /// Other names of the same things in messages of Google's services.
    private static let names = [
        "statusDetail": "statusMessage", "cancelRequested": "requestedCancellation",
        "isCancellationRequested": "requestedCancellation", "insertTime": "createTime", "completeTime": "endTime",
        "doneTime": "endTime",
    ]

    /// What the field may hold; the first that its type takes counts. What is not conventional, such as a verb and a
    /// target, a label of that name may tell.
    func texts(ofField name: String, _ record: OperationRecord) -> [[UInt8]] {
        if let states = Self.states(inField: name, of: record) { return states }
        let conventional = Self.names[name] ?? name
        guard !Self.conventionalNames.contains(conventional) else { return texts[conventional].map { [$0] } ?? [] }
        let key = record.labels.keys.filter { $0 == name || lowerCamelCase($0) == name }.min()
        return key.flatMap { record.labels[$0] }.map { label in [Self.json { $0.string(label) }] } ?? []
    }

    /// Services name the same states differently, and some put them into a message.
    private static func states(inField name: String, of record: OperationRecord) -> [[UInt8]]? {
        let words = words(for: record)
        switch name {
        case "state", "operationState": return words.map { word in json { $0.string(word) } }
        case "status":
            let messages = words.map { word in
                json { writer in
                    writer.object { object in
                        object.key("state")
                        object.string(word)
                    }
                }
            }
            return messages + words.map { word in json { $0.string(word) } }
        default: return nil
        }
    }

    private static func words(for record: OperationRecord) -> [String] {
        switch record.state {
        case .pending: ["PENDING", "CREATED", "INITIALIZING", "QUEUED"]
        case .running:
            (record.isCancelRequested ? ["CANCELLING"] : []) + ["RUNNING", "PROCESSING", "IN_PROGRESS", "ACTIVE"]
        case .succeeded: ["SUCCEEDED", "SUCCESSFUL", "SUCCESS", "DONE"]
        case .failed: ["FAILED", "FAILURE", "DONE"]
        case .cancelled: ["CANCELLED", "CANCELED", "DONE"]
        }
    }

    mutating func text(_ name: StaticString, _ value: String) {
        texts["\(name)"] = Self.json { $0.string(value) }
    }

    mutating func number(_ name: StaticString, _ value: Int32) {
        texts["\(name)"] = Self.json { $0.number(value) }
    }

    mutating func flag(_ name: StaticString, _ value: Bool) {
        texts["\(name)"] = Self.json { $0.flag(value) }
    }

    mutating func time(_ name: StaticString, _ value: Timestamp) {
        texts["\(name)"] = Self.json { $0.time(value) }
    }

    mutating func map(_ name: StaticString, _ members: [(key: String, value: String)]) {
        texts["\(name)"] = Self.json { writer in
            writer.object { object in
                for member in members {
                    object.key(member.key)
                    object.string(member.value)
                }
            }
        }
    }

    private static func json(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(reserving: 32)
        write(&writer)
        return writer.bytes
    }
}
