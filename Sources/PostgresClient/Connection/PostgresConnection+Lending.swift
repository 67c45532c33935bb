/// What became of a body that ran on a connection of the pool.
enum Loan<Value: Sendable>: Sendable {
    /// The connection had died while it rested; the body did not run.
    case dead
    case done(Result<Value, any Error>, LoanEnd)
}

/// How a body left its connection.
enum LoanEnd: Sendable {
    case reusable
    case lost
    /// The body ended without COMMIT or ROLLBACK.
    case inTransaction
    /// A prepared statement does not work any more; a new connection prepares it anew.
    case stale
}

extension PostgresConnection {
    /// Runs a body and says how it left the connection.
    func lend<Value: Sendable>(
        _ watch: CancelWatch?, _ body: @Sendable (PostgresSession) throws -> Value
    ) -> Loan<Value> {
        guard isAlive() else { return .dead }
        return withSession { session in
            session.cancelWatch = watch
            defer {
                session.cancelWatch = nil
                session.discardQueued()
                session.dropNotifications()
            }
            let result = Result { try body(session) }
            return .done(result, session.loanEnd)
        } ?? .dead
    }

    /// Looks at the socket.
    func isAlive() -> Bool {
        withSession { $0.looksAlive() } ?? false
    }
}

extension PostgresSession {
    fileprivate var loanEnd: LoanEnd {
        switch transactionStatus {
        case .unknown: .lost
        case .open, .failed: .inTransaction
        case .idle: isStale ? .stale : .reusable
        }
    }
}
