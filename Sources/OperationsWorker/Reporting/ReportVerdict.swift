import OperationsClient
import OperationsCore

/// What to do with a report that was not taken.
enum ReportVerdict: Hashable, Sendable {
    case retry(ClientError)
    case drop(StopReason)
    case replace(AttemptReport)
    case giveUp(ClientError)

    init(_ error: any Error, _ report: AttemptReport) {
        guard let error = error as? ClientError else {
            self = .drop(.shutdown)
            return
        }
        // A message of more than the server's request size is refused below its own errors.
        let isTooLarge = error.code == .resourceExhausted && !error.isUnreachable && error.knownReason != .serverBusy
        switch HeartbeatVerdict(error) {
        case .lost(let reason): self = .drop(reason)
        case .refused: self = Self.refused(error, report)
        case .retry where isTooLarge: self = Self.refused(error, report)
        case .retry, .extended: self = error.isPermanent ? .giveUp(error) : .retry(error)
        }
    }

    private static func refused(_ error: ClientError, _ report: AttemptReport) -> ReportVerdict {
        report.replacement(for: error.status).map(ReportVerdict.replace) ?? .giveUp(error)
    }
}

extension ClientError {
    /// True when the same call will be refused again, whatever the state of the server.
    var isPermanent: Bool {
        switch code {
        case .invalidArgument, .permissionDenied, .unauthenticated, .unimplemented, .notFound, .outOfRange,
            .failedPrecondition, .alreadyExists:
            true
        default: false
        }
    }
}
