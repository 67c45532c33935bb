import OperationsCore
import PostgresClient

/// What befell one run of a transaction, without anything that only a server could make.
struct Mishap: Hashable, Sendable {
    enum Stage: Hashable, Sendable {
        /// COMMIT was not sent, so nothing of the run can ever be carried out.
        case working
        /// COMMIT was sent.
        case committing
    }

    enum Cause: Hashable, Sendable {
        /// A transition did not fit what is stored.
        case conflict(OperationName)
        /// Rows of these operations are locked by somebody else.
        case held(Set<OperationName>)
        /// What is stored cannot be read, of this operation if one is named.
        case unreadable(OperationName?)
        /// The server refused a statement, and so the transaction.
        case refused(SQLState)
        /// The connection broke, or no answer came in time.
        case lost(SQLState?)
        case cannotConnect
        /// Another try would meet the same.
        case obstructed(StoreObstacle)
        /// All connections are in use.
        case busy
        case closed
        /// The server carried it out, and warns that it did not wait for its standby.
        case notReplicated
        case other
    }

    let stage: Stage
    let cause: Cause
    /// A sentence that callers may see.
    let message: String
    /// The name of the statement that failed: for the log.
    let statement: String?

    init(_ stage: Stage, _ cause: Cause, message: String = "", statement: String? = nil) {
        self.stage = stage
        self.cause = cause
        self.message = message
        self.statement = statement
    }

    init(_ error: any Error, while stage: Stage) {
        let message = ErrorSentence.of(error)
        switch error {
        case let error as PostgresError:
            // What the server never saw cannot have been carried out.
            self.init(
                error.nothingWasSent ? .working : stage, Cause(error), message: message, statement: error.statement)
        case let conflict as StoreConflict: self.init(stage, .conflict(conflict.name), message: message)
        case let row as UnreadableRow: self.init(stage, .unreadable(row.name), message: message)
        case let rows as HeldRows: self.init(stage, .held(rows.names), message: message)
        default: self.init(stage, .other, message: message)
        }
    }
}

extension Mishap.Cause {
    /// True when the server heard the statement and said no.
    var isRefusal: Bool {
        switch self {
        case .refused, .obstructed: true
        case .conflict, .held, .unreadable, .lost, .cannotConnect, .busy, .closed, .notReplicated, .other: false
        }
    }

    init(_ error: PostgresError) {
        if let obstacle = StoreObstacle(error) {
            self = .obstructed(obstacle)
            return
        }
        switch error.kind {
        case .server(let state): self = .refused(state)
        case .connectionLost, .timedOut: self = .lost(error.sqlState)
        case .cannotConnect: self = .cannotConnect
        case .busy: self = .busy
        case .closed: self = .closed
        case .misuse: self = .other
        }
    }
}
