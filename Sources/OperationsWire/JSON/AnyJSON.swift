import SwiftProtobuf

/// The JSON of an `Any`, which never fails: a type that is not known, or bytes that are not of their type, become
/// `{"@type": …, "value": "<base64>"}`.
enum AnyJSON {
    static func bytes(_ any: Google_Protobuf_Any) -> [UInt8] {
        guard !any.typeURL.isEmpty else { return Array("{}".utf8) }
        if KnownTypes.type(forURL: any.typeURL) != nil, !AnyNesting.isTooDeep(typeURL: any.typeURL, any.value),
            let json: [UInt8] = try? any.jsonUTF8Bytes()
        {
            return json
        }
        var writer = JSONWriter(reserving: any.bytes.count * 4 / 3 + 128)
        writer.object { object in
            object.key("@type" as StaticString)
            object.string(any.typeURL)
            object.key("value" as StaticString)
            object.string(Base64.encode(any.bytes))
        }
        return writer.bytes
    }
}

/// Base64 with the standard alphabet and padding, as ProtoJSON writes bytes.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.underestimatedCount + 2) / 3 * 4)
        var accumulator: UInt32 = 0
        var bits = 0
        for byte in bytes {
            accumulator = accumulator << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(alphabet[Int(accumulator >> UInt32(bits) & 63)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(accumulator << UInt32(6 - bits) & 63)]) }
        while text.count % 4 != 0 { text.append(UInt8(ascii: "=")) }
        return String(decoding: text, as: UTF8.self)
    }
}
