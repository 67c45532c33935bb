public import OperationsCore
public import SwiftProtobuf

/// How a request came, which decides what an `Any` in it holds.
public enum Encoding: Sendable {
    case binary
    /// ProtoJSON: an `Any` holds text that still has to be understood.
    case json
}

extension Payload {
    /// Takes an `Any` from a request; nil when it is unset.
    ///
    /// - Parameter field: where it stands in the request, for the error.
    public init?(_ any: Google_Protobuf_Any, from encoding: Encoding, field: String) throws(ServiceError) {
        switch encoding {
        case .binary:
            let value = any.bytes
            guard !any.typeURL.isEmpty || !value.isEmpty else { return nil }
            guard any.typeURL.utf8.contains(UInt8(ascii: "/")) else {
                throw .invalid(field, "An Any has a type_url such as 'type.googleapis.com/google.protobuf.Struct'.")
            }
            guard !AnyNesting.isTooDeep(typeURL: any.typeURL, value) else {
                throw .invalid(field, "Messages are nested in each other at most \(AnyNesting.limit) deep.")
            }
            self = .binary(typeURL: any.typeURL, bytes: value)
        case .json:
            guard !any.typeURL.isEmpty else { return nil }
            self = .binary(typeURL: any.typeURL, bytes: try Self.bytes(ofJSON: any, field: field))
        }
    }

    /// The protobuf bytes of an `Any` that was read from JSON; SwiftProtobuf reads its members only now.
    private static func bytes(ofJSON any: Google_Protobuf_Any, field: String) throws(ServiceError) -> [UInt8] {
        guard let type = KnownTypes.type(forURL: any.typeURL) else {
            throw .invalid(
                field, "The type '\(any.typeURL)' is not known here; send it by gRPC, or use google.protobuf.Struct.",
                reason: .payloadTypeUnknown)
        }
        do {
            return try deterministicBytes(of: type.init(unpackingAny: any))
        } catch {
            if isEmptyWithValue(any) { return [] }
            throw .invalid(field, "The object is not valid JSON for its type '\(any.typeURL)'.")
        }
    }

    /// Some writers give Empty a `"value": {}`; it means the same.
    private static func isEmptyWithValue(_ any: Google_Protobuf_Any) -> Bool {
        guard any.typeURL.hasSuffix("/google.protobuf.Empty"), let text = try? any.jsonString() else { return false }
        return text.filter { !$0.isWhitespace }.hasSuffix("\"value\":{}}")
    }

    private static func deterministicBytes(of message: some Message) throws -> [UInt8] {
        var options = BinaryEncodingOptions()
        options.useDeterministicOrdering = true
        return try message.serializedBytes(options: options)
    }
}

extension Google_Protobuf_Any {
    /// The payload as gRPC carries it: binary as it came, JSON of an undescribed type as a Struct of its members.
    public init(_ payload: Payload) {
        switch payload {
        case .binary(let typeURL, let bytes):
            self.init(typeURL: typeURL, bytes: bytes)
        case .json(_, let text):
            let members = (try? Google_Protobuf_Struct(jsonString: text)) ?? Google_Protobuf_Struct()
            self = (try? Google_Protobuf_Any(message: members)) ?? Google_Protobuf_Any()
        }
    }
}
