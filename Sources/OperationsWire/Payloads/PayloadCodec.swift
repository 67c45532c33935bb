public import OperationsCore
import ProtoJSON
public import SwiftProtobuf

/// Moves payloads into the messages of our services and out of them, in the form a caller speaks.
///
/// To callers of gRPC an `Any` in a message holds the bytes of a message. For callers of REST it holds, between here and
/// the door, the JSON text of the whole `Any`, which ``MessageJSON`` writes and ``RequestJSON`` reads as it stands: so
/// what nobody described goes in and out unchanged.
public struct PayloadCodec: Sendable {
    public enum Encoding: Sendable {
        case binary, json
    }

    let types: PayloadTypes
    let encoding: Encoding
    let enumsAsNumbers: Bool

    /// - Parameter enumsAsNumbers: whether JSON has the numbers of enum values instead of their names. Default: names.
    public init(_ encoding: Encoding, _ types: PayloadTypes, enumsAsNumbers: Bool = false) {
        self.encoding = encoding
        self.types = types
        self.enumsAsNumbers = enumsAsNumbers
    }

    /// The payload as JSON text, with its `@type`; never fails.
    func json(_ payload: Payload) -> [UInt8] {
        types.json(payload, enumsAsNumbers: enumsAsNumbers)
    }

    /// A payload, for an answer.
    public func any(_ payload: Payload) -> Google_Protobuf_Any {
        switch encoding {
        case .binary: binaryAny(payload)
        case .json: Google_Protobuf_Any(typeURL: payload.typeURL, bytes: json(payload))
        }
    }

    /// A message that the server itself made, for an answer.
    func any(_ message: Google_Protobuf_Any) -> Google_Protobuf_Any {
        guard encoding == .json else { return message }
        return any(Payload.binary(typeURL: message.typeURL, bytes: message.bytes))
    }

    /// The payload as gRPC carries it: binary as it came; JSON as a message of its type when that is described by now,
    /// else as a Struct of all its members.
    private func binaryAny(_ payload: Payload) -> Google_Protobuf_Any {
        switch payload {
        case .binary(let typeURL, let bytes): return Google_Protobuf_Any(typeURL: typeURL, bytes: bytes)
        case .json(_, let text):
            switch try? types.transcoder.any(ofJSON: Array(text.utf8)) {
            case .message(let typeURL, let bytes), .partlyDescribed(let typeURL, let bytes):
                return Google_Protobuf_Any(typeURL: typeURL, bytes: bytes)
            case .undescribed(_, let structure):
                return Google_Protobuf_Any(typeURL: Transcoder.structTypeURL, bytes: structure)
            case .unset: return Google_Protobuf_Any()
            // The type has been described since, and otherwise.
            case nil:
                let members = try? types.transcoder.binary(of: Array(text.utf8), type: "google.protobuf.Struct")
                return Google_Protobuf_Any(typeURL: Transcoder.structTypeURL, bytes: members ?? [])
            }
        }
    }

    /// Takes an `Any` from a request; nil when it is unset.
    ///
    /// - Parameter field: where it stands in the request, for the error.
    public func payload(_ any: Google_Protobuf_Any, field: String) throws(ServiceError) -> Payload? {
        let payload = encoding == .binary ? try binary(any, field) : try json(any, field)
        if let payload, types.unknown == .reject { try refuseUnknown(payload, field) }
        return payload
    }

    private func binary(_ any: Google_Protobuf_Any, _ field: String) throws(ServiceError) -> Payload? {
        guard !any.typeURL.isEmpty || !any.value.isEmpty else { return nil }
        guard any.typeURL.utf8.contains(UInt8(ascii: "/")) else {
            throw .invalid(field, "An Any has a type_url such as 'type.googleapis.com/google.protobuf.Struct'.")
        }
        let bytes = any.bytes
        if AnyNesting.mayBeTooDeep(typeURL: any.typeURL, bytes),
            types.transcoder.inspect(typeURL: any.typeURL, bytes: bytes).isTooDeep
        {
            throw .invalid(field, "Messages are nested in each other at most \(AnyNesting.limit) deep.")
        }
        return .binary(typeURL: any.typeURL, bytes: bytes)
    }

    private func json(_ any: Google_Protobuf_Any, _ field: String) throws(ServiceError) -> Payload? {
        let text = any.bytes
        guard !text.isEmpty else { return nil }
        do throws(TranscodingFault) {
            switch try types.transcoder.any(ofJSON: text) {
            case .unset: return nil
            case .message(let typeURL, let bytes): return .binary(typeURL: typeURL, bytes: bytes)
            case .partlyDescribed(let typeURL, _), .undescribed(let typeURL, _):
                return .json(typeURL: typeURL, text: String(decoding: text, as: UTF8.self))
            }
        } catch {
            let path = error.path.isEmpty ? field : "\(field).\(error.path)"
            throw .invalid(path, error.problem, reason: .malformedRequest)
        }
    }

    private func refuseUnknown(_ payload: Payload, _ field: String) throws(ServiceError) {
        if case .binary(let typeURL, let bytes) = payload,
            !types.transcoder.inspect(typeURL: typeURL, bytes: bytes).hasOpaque
        {
            return
        }
        throw .invalid(
            field,
            "The type '\(payload.typeURL)', or one in it, is not described here or not what it says, and this server takes described "
                + "types only; add its descriptors, or use google.protobuf.Struct.", reason: .payloadTypeUnknown)
    }
}
