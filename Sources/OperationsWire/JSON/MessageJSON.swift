public import OperationsAPI
import ProtoJSON
public import SwiftProtobuf

/// The ProtoJSON of the messages of our services.
public enum MessageJSON {
    /// A message whose payloads hold bytes, as gRPC delivers it. What is not described is shown in base64.
    public static func bytes(_ message: some Message, _ types: PayloadTypes = .shared) -> [UInt8] {
        json(message, types.transcoder)
    }

    /// A message whose payloads hold JSON text, made with a ``PayloadCodec`` for JSON.
    public static func answer(_ message: some Message, enumsAsNumbers: Bool = false) -> [UInt8] {
        json(message, enumsAsNumbers ? PayloadTypes.numberingCarrier : PayloadTypes.carrier)
    }

    private static func json<M: Message>(_ message: M, _ transcoder: Transcoder) -> [UInt8] {
        let bytes: [UInt8] = (try? message.serializedBytes()) ?? []
        return (try? transcoder.json(of: bytes, type: M.protoMessageName)) ?? Array("{}".utf8)
    }

    /// The details of a status as a JSON array.
    public static func details(_ status: Google_Rpc_Status) -> [UInt8] {
        let transcoder = PayloadTypes.shared.transcoder
        var writer = JSONWriter()
        writer.array(status.details) { $0.raw(transcoder.anyJSON(typeURL: $1.typeURL, bytes: $1.bytes)) }
        return writer.bytes
    }
}
