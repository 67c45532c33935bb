import Logging
import NIOCore
import NetworkDoor
import OperationsAPI
import OperationsCore
import OperationsEngine
import OperationsWire

/// GetOperation, the hottest call there is: answered on the event loop when the operation is at hand in memory.
struct GetOperationMethod: Sendable {
    /// Larger operations are encoded in a task, so that they hold up nobody.
    private static let largestAtOnce = 64 * 1_024

    let operations: PublicOperations
    let codec: PayloadCodec
    let types: PayloadTypes
    let logger: Logger

    func answer(_ call: UnaryCall) -> UnaryReply {
        let name: String
        let parts: AnswerParts?
        do {
            parts = try AnswerParts(call.fields, of: Google_Longrunning_Operation.protoMessageName, types)
            name = try NameRequest.name(in: call.message) { bytes throws(ServiceError) in
                try Google_Longrunning_GetOperationRequest(decoding: bytes).name
            }
        } catch {
            return .failure(GRPCStatus(error, logger))
        }
        if parts == nil, let cached = operations.cachedRecord(named: name), cached.size <= Self.largestAtOnce {
            return .now(GRPCAnswer(bytes: cached.encoded(.binary) { OperationBinary.bytes($0, codec) }))
        }
        return .later { [operations, codec, logger] in
            await .answer(logger) { try parts.answer(GRPCAnswer(try await operations.get(name), codec)) }
        }
    }
}

extension GRPCAnswer {
    init(_ record: OperationRecord, _ codec: PayloadCodec) {
        self.init(bytes: OperationBinary.bytes(record, codec))
    }
}

/// Reads a request that holds a name and nothing else without the detour over its message.
enum NameRequest {
    /// - Parameter decode: reads it the long way.
    static func name(
        in bytes: ByteBuffer, _ decode: (ByteBuffer) throws(ServiceError) -> String
    ) throws(ServiceError) -> String {
        let count = bytes.readableBytes
        let start = bytes.readerIndex
        guard count > 2, count <= 0x7F + 2, bytes.getInteger(at: start, as: UInt16.self) == 0x0A00 | UInt16(count - 2),
            let name = try? bytes.getUTF8ValidatedString(at: start + 2, length: count - 2)
        else { return try decode(bytes) }
        return name
    }
}
