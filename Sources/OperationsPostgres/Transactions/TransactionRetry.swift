import OperationsCore
import PostgresClient

/// Decides what to do after a run of a transaction that went wrong. Pure, so that each case can be tested without a
/// server.
struct TransactionRetry {
    enum Step: Hashable {
        /// Runs the body again, on a new transaction. A careful run looks at what the last one took for granted.
        case again(after: Duration, isCareful: Bool)
        /// Finds out whether the run was carried out.
        case ask
        case conflict(OperationName)
        case fail(StoreFailure)
    }

    /// From the beginning of the first run on, so long others are begun.
    static let patience = Duration.seconds(10)
    /// The same for rows that somebody else holds on to: nodes hold none for so long.
    static let patienceWithHolders = Duration.seconds(4)
    /// The same while nobody answers at all, so that callers hear of it soon.
    static let patienceWithoutServer = Duration.seconds(2)
    private static let firstPause = Duration.milliseconds(20)
    private static let longestPause = Duration.milliseconds(500)
    private static let mostConflicts = 3

    private(set) var runs = 0
    private var conflicts = 0
    private var pause = firstPause

    /// - Parameter elapsed: since the first run began.
    mutating func step(after mishap: Mishap, elapsed: Duration) -> Step {
        runs += 1
        if mishap.stage == .committing, Self.leavesDoubt(mishap.cause) { return .ask }
        if case .conflict(let name) = mishap.cause {
            conflicts += 1
            guard conflicts < Self.mostConflicts, elapsed < Self.patience else { return .conflict(name) }
            return .again(after: .zero, isCareful: true)
        }
        guard let patience = Self.patience(with: mishap.cause), elapsed < patience else {
            return .fail(FailureMapping.failure(mishap))
        }
        defer { pause = min(pause * 2, Self.longestPause) }
        return .again(after: pause, isCareful: Self.callsForCare(mishap.cause))
    }

    /// A run that was asked for, and was never carried out.
    mutating func stepAfterNo(elapsed: Duration) -> Step {
        guard elapsed < Self.patience else {
            return .fail(.unavailable("The connection to the database broke again and again."))
        }
        defer { pause = min(pause * 2, Self.longestPause) }
        return .again(after: pause, isCareful: false)
    }

    /// True when the run may have been carried out all the same.
    private static func leavesDoubt(_ cause: Mishap.Cause) -> Bool {
        switch cause {
        case .lost, .notReplicated, .other, .closed: true
        case .conflict, .held, .unreadable, .refused, .cannotConnect, .obstructed, .busy: false
        }
    }

    /// True when a name or a request id was taken by somebody whom the body had not seen, or somebody holds on to rows.
    private static func callsForCare(_ cause: Mishap.Cause) -> Bool {
        switch cause {
        case .refused(.uniqueViolation), .refused(.notNullViolation), .refused(.lockNotAvailable), .held: true
        default: false
        }
    }

    /// How long another try may help; nil: never.
    private static func patience(with cause: Mishap.Cause) -> Duration? {
        switch cause {
        case .lost: patience
        case .held: patienceWithHolders
        case .cannotConnect: patienceWithoutServer
        case .refused(let state): mayPass(state) ? patience : nil
        case .busy, .closed, .conflict, .unreadable, .obstructed, .notReplicated, .other: nil
        }
    }

    private static func mayPass(_ state: SQLState) -> Bool {
        switch state {
        case .serializationFailure, .deadlockDetected, .lockNotAvailable, .uniqueViolation, .notNullViolation,
            .idleInTransactionTimeout, .adminShutdown, .crashShutdown, .cannotConnectNow, .readOnlyTransaction,
            .tooManyConnections, .invalidStatementName, .featureNotSupported:
            true
        default: state.classCode == "08"
        }
    }
}
