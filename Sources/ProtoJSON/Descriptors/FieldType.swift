/// A field of a message, as far as transcoding needs to know it.
struct FieldType: Sendable {
    let number: UInt32
    /// The name in the `.proto`; of an extension, its full name.
    let name: String
    /// The name in JSON; of an extension, `[full.name]`.
    let jsonName: String
    /// What stands before the value in JSON: the name in quotes and a colon.
    let jsonKey: [UInt8]
    let kind: FieldKind
    let shape: Shape
    /// True when a singular field that holds its default value can be told from one that is not set.
    let hasPresence: Bool
    /// The oneof it belongs to, counted within its message.
    let oneof: Int?

    enum Shape: Sendable {
        case singular
        case repeated(isPacked: Bool)
        case map
    }

    var isSingular: Bool {
        if case .singular = shape { true } else { false }
    }
}

/// The type of a field's values. Messages and enums are places in the pool's lists.
enum FieldKind: Sendable, Equatable {
    case double, float
    case int32, int64, uint32, uint64, sint32, sint64
    case fixed32, fixed64, sfixed32, sfixed64
    case bool, string, bytes
    case enumeration(Int)
    case message(Int)
    /// A message between a start and an end mark instead of behind a length: a proto2 group, or DELIMITED in editions.
    case group(Int)

    var wireType: WireType {
        switch self {
        case .int32, .int64, .uint32, .uint64, .sint32, .sint64, .bool, .enumeration: .varint
        case .fixed64, .sfixed64, .double: .fixed64
        case .fixed32, .sfixed32, .float: .fixed32
        case .string, .bytes, .message: .lengthDelimited
        case .group: .startGroup
        }
    }

    /// True for the kinds of which many values can stand in one length-delimited field.
    var isPackable: Bool {
        switch wireType {
        case .varint, .fixed32, .fixed64: true
        default: false
        }
    }
}
