/// The key of a map's entry, for comparing: text by its bytes, numbers by their value.
enum MapKey {
    case text(Range<Int>)
    case number(Int64)
    case unsigned(UInt64)

    /// - Parameters:
    ///   - range: the key's bytes, without tag and length; empty for the default.
    init(_ kind: FieldKind, _ bytes: [UInt8], _ range: Range<Int>) {
        var reader = WireReader(bytes, range)
        switch kind {
        case .bool: self = .number(reader.varint() ?? 0 == 0 ? 0 : 1)
        case .int32: self = .number(Int64(Int32(truncatingIfNeeded: reader.varint() ?? 0)))
        case .sint32: self = .number(ZigZag.decode((reader.varint() ?? 0) & 0xFFFF_FFFF))
        case .uint32: self = .number(Int64(UInt32(truncatingIfNeeded: reader.varint() ?? 0)))
        case .sfixed32: self = .number(Int64(Int32(bitPattern: reader.fixed32() ?? 0)))
        case .fixed32: self = .number(Int64(reader.fixed32() ?? 0))
        case .int64: self = .number(Int64(bitPattern: reader.varint() ?? 0))
        case .sint64: self = .number(ZigZag.decode(reader.varint() ?? 0))
        case .sfixed64: self = .number(Int64(bitPattern: reader.fixed64() ?? 0))
        case .uint64: self = .unsigned(reader.varint() ?? 0)
        case .fixed64: self = .unsigned(reader.fixed64() ?? 0)
        case .string, .bytes, .double, .float, .enumeration, .message, .group: self = .text(range)
        }
    }

    func comesBefore(_ other: MapKey, in bytes: [UInt8]) -> Bool {
        switch (self, other) {
        case (.text(let one), .text(let two)): bytes[one].lexicographicallyPrecedes(bytes[two])
        case (.number(let one), .number(let two)): one < two
        case (.unsigned(let one), .unsigned(let two)): one < two
        default: false
        }
    }
}
