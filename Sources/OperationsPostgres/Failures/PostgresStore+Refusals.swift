import Logging
import PostgresClient
import Synchronization

extension PostgresStore {
    /// Logs that the server refused a statement of this store, with its name, unless that was logged a while ago.
    func noteRefusal(_ mishap: Mishap, as sentence: String = "The database refused a statement") {
        guard mishap.cause.isRefusal, let statement = mishap.statement, !statement.isEmpty,
            state.withLock({ $0.refusals.isDue(statement, mishap.cause, now: .now) })
        else { return }
        logger.warning("\(sentence)", metadata: ["error": "\(mishap.message)", "statement": "\(statement)"])
    }

    /// The error of a read as callers see it.
    func shown(_ error: any Error) -> any Error {
        if let unreadable = error as? UnreadableRow { surroundings.damage.tell(unreadable) }
        noteRefusal(Mishap(error, while: .working))
        return FailureMapping.failure(error) ?? error
    }
}
