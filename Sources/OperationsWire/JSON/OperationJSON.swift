public import OperationsCore
import OperationsAPI
import SwiftProtobuf

/// The JSON of a public operation straight from its record: the most asked-for answer of all. The codec is one for JSON.
public enum OperationJSON {
    public static func bytes(_ record: OperationRecord, _ codec: PayloadCodec) -> [UInt8] {
        var writer = JSONWriter(reserving: 512)
        write(record, codec, to: &writer)
        return writer.bytes
    }

    /// A google.longrunning.ListOperationsResponse.
    public static func bytes(_ page: Page<OperationRecord>, _ codec: PayloadCodec) -> [UInt8] {
        var writer = JSONWriter(reserving: page.items.count * 512 + 64)
        writer.object { object in
            if !page.items.isEmpty {
                object.key("operations" as StaticString)
                object.array(page.items) { write($1, codec, to: &$0) }
            }
            if !page.nextPageToken.isEmpty {
                object.key("nextPageToken" as StaticString)
                object.string(page.nextPageToken)
            }
        }
        return writer.bytes
    }

    private static func write(_ record: OperationRecord, _ codec: PayloadCodec, to writer: inout JSONWriter) {
        writer.object { object in
            object.key("name" as StaticString)
            object.string(record.name.text)
            object.key("metadata" as StaticString)
            if let metadata = record.metadata ?? codec.types.defaultMetadata(of: record) {
                object.raw(codec.json(metadata))
            } else {
                object.conventionalMetadata(record)
            }
            if record.isDone {
                object.key("done" as StaticString)
                object.flag(true)
            }
            switch record.result {
            case .response(let payload):
                object.key("response" as StaticString)
                object.raw(codec.json(payload))
            case .error(let status):
                object.key("error" as StaticString)
                object.raw(MessageJSON.answer(Google_Rpc_Status(status, as: codec)))
            case nil: break
            }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func conventionalMetadata(_ record: OperationRecord) {
        object { any in
            any.key("@type" as StaticString)
            any.string(ConventionalMetadata.typeURL)
            any.key("value" as StaticString)
            any.object { object in
                ConventionalMetadata(record).write(to: &object)
            }
        }
    }
}

extension JSONWriter: ConventionalFields {
    mutating func text(_ name: StaticString, _ value: String) {
        key(name)
        string(value)
    }

    mutating func number(_ name: StaticString, _ value: Int32) {
        key(name)
        number(value)
    }

    mutating func flag(_ name: StaticString, _ value: Bool) {
        key(name)
        flag(value)
    }

    mutating func time(_ name: StaticString, _ value: Timestamp) {
        key(name)
        time(value)
    }

    mutating func map(_ name: StaticString, _ members: [(key: String, value: String)]) {
        key(name)
        object { object in
            for member in members {
                object.key(member.key)
                object.string(member.value)
            }
        }
    }
}
