import OperationsAPI
import OperationsClient

/// What came of asking for work.
enum LeaseAnswer: Sendable {
    case leases([Longrun_V1_Lease])
    /// Ask again after a pause.
    case retry(ClientError)
    /// Asking again is pointless.
    case refused(ClientError)
    /// The worker stopped asking.
    case stopped

    init(_ error: any Error) {
        switch error as? ClientError {
        case let error? where error.isPermanent: self = .refused(error)
        case let error?: self = .retry(error)
        case nil: self = .stopped
        }
    }
}
