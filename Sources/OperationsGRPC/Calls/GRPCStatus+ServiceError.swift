import Logging
import NetworkDoor
import OperationsAPI
import OperationsCore
import OperationsEngine
import OperationsWire
import SwiftProtobuf

/// Errors leave with their status in `grpc-status-details-bin`, whose code and message are the same as those of the
/// call itself: some clients insist on it.
extension GRPCStatus {
    init(_ error: ServiceError) {
        self.init(
            GRPCStatusCode(rawValue: Int(error.code.rawValue)) ?? .unknown, error.message,
            details: try? Google_Rpc_Status(error).serializedBytes())
    }

    /// What a handler threw; a fault of the server's own is logged, and the caller is told no more.
    init(_ error: any Error, _ logger: Logger) {
        switch error {
        case let error as ServiceError: self.init(error)
        case let status as GRPCStatus: self = status
        case is CancellationError: self.init(ServiceError.shuttingDown)
        default:
            logger.error("A call met a fault", metadata: ["error": "\(error)"])
            self.init(ServiceError(.internalFault, "The server met a fault of its own; its log has the details."))
        }
    }

    /// What the door refuses; the code stays the door's.
    init(_ fault: DoorFault, _ error: ServiceError) {
        var status = Google_Rpc_Status(error)
        status.code = Int32(fault.grpcCode.rawValue)
        self.init(fault.grpcCode, error.message, details: try? status.serializedBytes())
    }
}
