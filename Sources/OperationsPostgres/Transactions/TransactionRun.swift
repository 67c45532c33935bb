import OperationsCore
import PostgresClient

/// One run of a transaction's body, from BEGIN to COMMIT or ROLLBACK.
enum TransactionRun<Value: Sendable>: Sendable {
    /// - commit: its number in the feed; nil when it is not in it.
    case done(Value, commit: Int64?)
    /// The body threw; nothing of the run remains.
    case refused(any Error)
    /// - value: what the body answered, should it turn out that the run was carried out.
    case failed(Mishap, value: Value?)

    /// How long the server may take to carry it all out, waits for the feed and for a standby included.
    private static var patience: Duration { .seconds(10) }

    /// Runs on the queue of the connection.
    static func perform(
        _ body: (any StoreTransaction) throws -> Value, on session: PostgresSession,
        _ surroundings: PostgresTransaction.Surroundings, mark: CommitMark, isCareful: Bool
    ) -> TransactionRun {
        let transaction = PostgresTransaction(session, surroundings, isCareful: isCareful)
        let value: Value
        do {
            value = try body(transaction)
            if let failure = transaction.failure { throw failure }
        } catch {
            session.rollBack(after: transaction.failure ?? error)
            guard let failure = transaction.failure else { return .refused(error) }
            return own(failure) ? .failed(Mishap(failure, while: .working), value: nil) : .refused(failure)
        }
        return finish(transaction, value, mark)
    }

    private static func finish(
        _ transaction: PostgresTransaction, _ value: Value, _ mark: CommitMark
    ) -> TransactionRun {
        let session = transaction.session
        let commit = transaction.queueEnd(mark)
        do {
            try transaction.flush(within: patience)
            if commit != nil { try transaction.surroundings.onAnswer?() }
        } catch {
            session.rollBack(after: error)
            return .failed(Mishap(error, while: commit == nil ? .working : .committing), value: value)
        }
        if let commit, let warning = CommitWarning.first(in: session.warnings, commit: commit) {
            return .failed(Mishap(.committing, .notReplicated, message: warning.message), value: value)
        }
        transaction.surroundings.cache.put(transaction.written)
        return .done(value, commit: transaction.commitNumber)
    }

    /// False for what is none of the store's failures.
    private static func own(_ failure: any Error) -> Bool {
        failure is PostgresError || failure is StoreConflict || failure is UnreadableRow || failure is HeldRows
    }
}
