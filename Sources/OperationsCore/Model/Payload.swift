/// A message of any type, kept exactly as it came: as protobuf bytes, or as JSON text when it came from REST
/// with a type that nobody described.
public enum Payload: Hashable, Sendable {
    case binary(typeURL: String, bytes: [UInt8])
    case json(typeURL: String, text: String)

    /// `google.protobuf.Empty`: the response of an operation whose worker gave none.
    public static let empty = Payload.binary(typeURL: "type.googleapis.com/google.protobuf.Empty", bytes: [])

    public var typeURL: String {
        switch self {
        case .binary(let typeURL, _), .json(let typeURL, _): typeURL
        }
    }

    /// What this payload adds to a message on the wire, in bytes, framing included.
    public var size: Int {
        switch self {
        case .binary(let typeURL, let bytes): typeURL.utf8.count + bytes.count + 16
        case .json(let typeURL, let text): typeURL.utf8.count + Self.structSize(ofJSON: text) + 16
        }
    }

    /// At most so large is the Struct as which gRPC carries JSON that nobody described: beside its text each value and
    /// each member has up to 12 bytes of framing.
    private static func structSize(ofJSON text: String) -> Int {
        var separators = 1
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "{"): separators += 1
            default: break
            }
        }
        return text.utf8.count + 12 * separators
    }
}

extension Payload {
    /// Byte by byte: texts that only look the same are kept apart.
    public static func == (left: Payload, right: Payload) -> Bool {
        switch (left, right) {
        case (.binary(let type, let bytes), .binary(let otherType, let otherBytes)):
            type.utf8.elementsEqual(otherType.utf8) && bytes == otherBytes
        case (.json(let type, let text), .json(let otherType, let otherText)):
            type.utf8.elementsEqual(otherType.utf8) && text.utf8.elementsEqual(otherText.utf8)
        case (.binary, .json), (.json, .binary): false
        }
    }
}
