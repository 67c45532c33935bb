import OperationsClient
import OperationsCore

/// What the process ends with.
enum ExitStatus: Hashable, Sendable {
    case success
    /// The operation failed or was cancelled; or the server could not start.
    case failure
    case usage
    case notFound
    case unreachable
    case serverError
    /// Stopped by a signal.
    case signal(Int32)

    var code: Int32 {
        switch self {
        case .success: 0
        case .failure: 1
        case .usage: 2
        case .notFound: 3
        case .unreachable: 4
        case .serverError: 5
        case .signal(let number): 128 + number
        }
    }

    init(_ error: ClientError) {
        if error.isUnreachable {
            self = .unreachable
        } else {
            self = error.code == .notFound ? .notFound : .serverError
        }
    }
}
