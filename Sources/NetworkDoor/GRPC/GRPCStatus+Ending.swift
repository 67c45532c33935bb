import Logging

extension GRPCStatus {
    /// The status of a streaming call whose handler has ended.
    ///
    /// An error that is not a status is the handler's own fault: it is logged, and the caller is told no more.
    init(ending error: (any Error)?, _ door: DoorContext) {
        switch error {
        case nil: self = .ok
        case let status as GRPCStatus: self = status
        case is CancellationError: self.init(.cancelled, "The call was cancelled.")
        case let error?:
            door.logger.error("A handler has failed", metadata: ["error": "\(error)"])
            self = door.services.grpcStatus(
                DoorFault(.handlerFailed, "The server met a fault; its log has the details."))
        }
    }
}
