import OperationsWire
public import SwiftProtobuf

/// Payloads as scripts like them: plain JSON where there is such a thing, else ProtoJSON with its `@type`.
///
/// | payload | JSON |
/// |---|---|
/// | none, `google.protobuf.Empty` | `{}` |
/// | `google.protobuf.Struct` | the object; whole numbers without a fraction, here and below |
/// | `google.protobuf.Value`, `ListValue` | the value |
/// | `google.protobuf.StringValue` and the other wrappers | the string, number or truth value |
/// | any other type that is known here | the object with `@type` |
/// | any other type | `{"@type": …, "value": "<base64>"}` |
public enum PlainJSON {
    /// - Parameter payload: nil for none.
    public static func bytes(_ payload: Google_Protobuf_Any?) -> [UInt8] {
        guard let payload, !payload.typeURL.isEmpty, !payload.isA(Google_Protobuf_Empty.self) else {
            return Array("{}".utf8)
        }
        if let value = value(payload) { return PlainValue.bytes(value) }
        for type in plainTypes where payload.isA(type) {
            if let json = json(type, payload) { return json }
        }
        return MessageJSON.bytes(payload)
    }

    /// A payload that is free JSON, as a value.
    private static func value(_ payload: Google_Protobuf_Any) -> Google_Protobuf_Value? {
        if let members = try? Google_Protobuf_Struct(unpackingAny: payload) { return .init(structValue: members) }
        if let list = try? Google_Protobuf_ListValue(unpackingAny: payload) { return .init(listValue: list) }
        return try? Google_Protobuf_Value(unpackingAny: payload)
    }

    /// The types whose JSON says all without their name.
    private static let plainTypes: [any Message.Type] = [
        Google_Protobuf_StringValue.self, Google_Protobuf_BoolValue.self, Google_Protobuf_DoubleValue.self,
        Google_Protobuf_FloatValue.self, Google_Protobuf_Int32Value.self, Google_Protobuf_Int64Value.self,
        Google_Protobuf_UInt32Value.self, Google_Protobuf_UInt64Value.self, Google_Protobuf_BytesValue.self,
    ]

    private static func json<M: Message>(_ type: M.Type, _ payload: Google_Protobuf_Any) -> [UInt8]? {
        try? M(unpackingAny: payload).jsonUTF8Bytes()
    }
}
