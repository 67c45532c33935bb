public import GRPCCore
import OperationsAPI
public import OperationsCore
import OperationsWire
import SwiftProtobuf

/// Errors leave with their status in `grpc-status-details-bin`, whose code and message are the same as those of the
/// call itself: some clients insist on it.
extension ServiceError: RPCErrorConvertible {
    public var rpcErrorCode: RPCError.Code {
        RPCError.Code(GRPCCore.Status.Code(rawValue: Int(code.rawValue)) ?? .unknown) ?? .unknown
    }

    public var rpcErrorMessage: String { message }

    public var rpcErrorMetadata: Metadata {
        let bytes: [UInt8]? = try? Google_Rpc_Status(self).serializedBytes()
        return ["grpc-status-details-bin": .binary(bytes ?? [])]
    }
}
