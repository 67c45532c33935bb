import OperationsClient
import OperationsCore

/// What the answer to a heartbeat, or to a report, means for the attempt.
enum HeartbeatVerdict: Hashable, Sendable {
    case extended(cancelRequested: Bool)
    case lost(StopReason)
    /// Nothing is known; try again.
    case retry
    /// The server will never take this report.
    case refused

    init(_ error: any Error) {
        guard let error = error as? ClientError else {
            self = .retry
            return
        }
        switch (error.knownReason, error.code) {
        case (.leaseLost, _), (_, .failedPrecondition): self = .lost(.leaseLost)
        case (.operationDeleted, _), (.operationExpired, _), (_, .notFound): self = .lost(.operationDeleted)
        case (_, .invalidArgument), (_, .outOfRange): self = .refused
        default: self = .retry
        }
    }
}
