import OperationsCore

/// Writes google.protobuf.Struct: field 1 is a map whose entries have a key (1) and a Value (2), which is a number (2),
/// a string (3), a bool (4) or another Struct (5).
struct StructWriter: ConventionalFields {
    private(set) var bytes: [UInt8] = []

    init(reserving capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    mutating func text(_ name: StaticString, _ value: String) {
        entry(name, textLength: value.utf8.count)
        bytes.append(contentsOf: value.utf8)
    }

    mutating func number(_ name: StaticString, _ value: Int32) {
        entry(name, valueLength: 9)
        bytes.append(0x11)
        withUnsafeBytes(of: Double(value).bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func flag(_ name: StaticString, _ value: Bool) {
        entry(name, valueLength: 2)
        bytes.append(0x20)
        bytes.append(value ? 1 : 0)
    }

    mutating func time(_ name: StaticString, _ value: Timestamp) {
        entry(name, textLength: RFC3339.length(value))
        RFC3339.append(value, to: &bytes)
    }

    mutating func map(_ name: StaticString, _ members: [(key: String, value: String)]) {
        var inner = StructWriter()
        for (key, value) in members { inner.member(key, value) }
        entry(name, valueLength: 1 + Varint.length(inner.bytes.count) + inner.bytes.count)
        bytes.append(0x2A)
        Varint.append(inner.bytes.count, to: &bytes)
        bytes.append(contentsOf: inner.bytes)
    }

    private mutating func member(_ key: String, _ value: String) {
        let length = value.utf8.count
        entry(keyLength: key.utf8.count, valueLength: 1 + Varint.length(length) + length) {
            $0.append(contentsOf: key.utf8)
        }
        bytes.append(0x1A)
        Varint.append(length, to: &bytes)
        bytes.append(contentsOf: value.utf8)
    }

    /// Everything of an entry but the bytes of its text.
    private mutating func entry(_ name: StaticString, textLength length: Int) {
        entry(name, valueLength: 1 + Varint.length(length) + length)
        bytes.append(0x1A)
        Varint.append(length, to: &bytes)
    }

    private mutating func entry(_ name: StaticString, valueLength: Int) {
        entry(keyLength: name.utf8CodeUnitCount, valueLength: valueLength) { bytes in
            name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        }
    }

    /// Everything of an entry but its value.
    private mutating func entry(keyLength: Int, valueLength: Int, _ key: (inout [UInt8]) -> Void) {
        bytes.append(0x0A)
        Varint.append(
            2 + Varint.length(keyLength) + keyLength + Varint.length(valueLength) + valueLength, to: &bytes)
        bytes.append(0x0A)
        Varint.append(keyLength, to: &bytes)
        key(&bytes)
        bytes.append(0x12)
        Varint.append(valueLength, to: &bytes)
    }
}
