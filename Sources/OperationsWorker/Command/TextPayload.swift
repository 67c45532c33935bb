import OperationsCore
import OperationsWire
public import SwiftProtobuf

/// Makes a payload of JSON text that a person or a program wrote: the reverse of ``PlainJSON``.
///
/// | text | payload |
/// |---|---|
/// | an object with `@type` | that message |
/// | another object | `google.protobuf.Struct` |
/// | another JSON value | `google.protobuf.Value` |
public enum TextPayload {
    /// The text is no JSON, or no payload.
    public struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
        public let description: String

        public init(description: String) {
            self.description = description
        }
    }

    /// Reads JSON.
    ///
    /// - Throws: ``Fault`` with one sentence: no JSON, a type that is not known here, or members that do not fit it.
    public static func json(_ bytes: [UInt8]) throws(Fault) -> Google_Protobuf_Any {
        guard let value = value(bytes) else { throw Fault(description: "The text is not JSON.") }
        guard case .structValue(let members)? = value.kind else { return try packed(value) }
        guard members.fields["@type"] != nil else { return try packed(members) }
        return try typed(bytes)
    }

    /// Reads what a command wrote: JSON as above; other text, without line breaks at its end, is a
    /// `google.protobuf.StringValue`; nothing but white space is no payload at all.
    public static func output(_ bytes: [UInt8]) throws(Fault) -> Google_Protobuf_Any? {
        guard bytes.contains(where: { !isSpace($0) }) else { return nil }
        if value(bytes) != nil { return try json(bytes) }
        return try text(String(decoding: bytes, as: UTF8.self))
    }

    /// A `google.protobuf.StringValue` of the text without line breaks at its end.
    static func text(_ text: String) throws(Fault) -> Google_Protobuf_Any {
        try packed(Google_Protobuf_StringValue(String(text.trimmingSuffix(while: \.isNewline))))
    }

    /// Nil if the bytes are no JSON: with duplicate names, or nested deeper than 99, they are none either.
    private static func value(_ bytes: [UInt8]) -> Google_Protobuf_Value? {
        guard bytes.contains(where: { !isSpace($0) }) else { return nil }
        return try? RequestJSON.decode(Google_Protobuf_Value.self, from: bytes)
    }

    private static func typed(_ bytes: [UInt8]) throws(Fault) -> Google_Protobuf_Any {
        do throws(ServiceError) {
            let any = try RequestJSON.decode(Google_Protobuf_Any.self, from: bytes)
            guard let payload = try PayloadCodec(.json, .shared).payload(any, field: "@type") else {
                throw .invalid("@type", "It is empty.")
            }
            guard case .binary = payload else {
                throw .invalid(
                    "@type",
                    "The type '\(payload.typeURL)', or one in it, is not described here; "
                        + "name its descriptor set with --descriptors or LONGRUN_DESCRIPTORS.")
            }
            return PayloadCodec(.binary, .shared).any(payload)
        } catch {
            throw Fault(description: error.violations.first?.description ?? error.message)
        }
    }

    private static func packed(_ message: some Message) throws(Fault) -> Google_Protobuf_Any {
        do {
            return try Google_Protobuf_Any(message: message)
        } catch {
            throw Fault(description: "The value cannot be encoded: \(error).")
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }
}
