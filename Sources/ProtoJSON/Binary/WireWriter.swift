/// Writes protobuf's binary format.
struct WireWriter {
    var bytes: [UInt8] = []

    var count: Int { bytes.count }

    mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func tag(_ number: UInt32, _ wireType: WireType) {
        varint(Tag.raw(number, wireType))
    }

    mutating func fixed32(_ value: UInt32) {
        for shift in stride(from: UInt32(0), to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func fixed64(_ value: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func content(_ content: ArraySlice<UInt8>) {
        varint(UInt64(content.count))
        bytes.append(contentsOf: content)
    }

    /// Begins a value whose length is not known yet.
    ///
    /// - Returns: where it begins, for ``end(_:)``.
    mutating func begin() -> Int {
        bytes.append(0)
        return bytes.count
    }

    /// Writes the length before a value that ``begin()`` began. One byte is kept for it; longer ones move the value.
    mutating func end(_ start: Int) {
        let length = bytes.count - start
        guard length >= 0x80 else {
            bytes[start - 1] = UInt8(length)
            return
        }
        var prefix = WireWriter()
        prefix.varint(UInt64(length))
        bytes.replaceSubrange((start - 1)..<start, with: prefix.bytes)
    }
}

/// The mapping of signed numbers that keeps small negative ones short.
enum ZigZag {
    static func encode(_ value: Int64) -> UInt64 {
        UInt64(bitPattern: (value << 1) ^ (value >> 63))
    }

    static func decode(_ value: UInt64) -> Int64 {
        Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }
}
