import SwiftProtobuf

/// Writes fields of a protobuf message, in the order they are given.
struct ProtoWriter {
    private(set) var bytes: [UInt8] = []

    init(reserving capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    mutating func text(_ field: Int, _ text: String) {
        header(field, length: text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    mutating func flag(_ field: Int, _ flag: Bool) {
        bytes.append(UInt8(field << 3))
        bytes.append(flag ? 1 : 0)
    }

    /// A google.protobuf.Any.
    mutating func any(_ field: Int, _ typeURL: String, _ value: [UInt8]) {
        let typeLength = typeURL.utf8.count
        var length = typeLength == 0 ? 0 : 1 + Varint.length(typeLength) + typeLength
        if !value.isEmpty { length += 1 + Varint.length(value.count) + value.count }
        header(field, length: length)
        if typeLength > 0 { text(1, typeURL) }
        guard !value.isEmpty else { return }
        header(2, length: value.count)
        bytes.append(contentsOf: value)
    }

    mutating func message(_ field: Int, _ message: some Message) {
        let content: [UInt8] = (try? message.serializedBytes()) ?? []
        header(field, length: content.count)
        bytes.append(contentsOf: content)
    }

    /// Fields here are numbered below 16: one byte names the field and that a length follows.
    private mutating func header(_ field: Int, length: Int) {
        bytes.append(UInt8(field << 3 | 2))
        Varint.append(length, to: &bytes)
    }
}

enum Varint {
    static func length(_ value: Int) -> Int {
        var length = 1
        var rest = value >> 7
        while rest > 0 {
            length += 1
            rest >>= 7
        }
        return length
    }

    static func append(_ value: Int, to bytes: inout [UInt8]) {
        var rest = value
        while rest > 0x7F {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
