/// How a field's value is laid out in protobuf's binary format.
enum WireType: UInt8, Sendable {
    case varint = 0
    case fixed64 = 1
    case lengthDelimited = 2
    case startGroup = 3
    case endGroup = 4
    case fixed32 = 5
}

/// What stands before each value: the field's number and the layout.
struct Tag {
    static let maxNumber: UInt32 = (1 << 29) - 1

    let number: UInt32
    let wireType: WireType

    /// Nil when it is no legal tag.
    init?(_ raw: UInt64) {
        guard let raw = UInt32(exactly: raw), let wireType = WireType(rawValue: UInt8(raw & 7)), raw >> 3 > 0
        else { return nil }
        number = raw >> 3
        self.wireType = wireType
    }

    static func raw(_ number: UInt32, _ wireType: WireType) -> UInt64 {
        UInt64(number) << 3 | UInt64(wireType.rawValue)
    }
}
