import PostgresClient

extension PostgresSession {
    /// Ends a transaction that failed, if one is open. What is still queued is dropped; a connection that cannot even do
    /// this is closed by its client.
    func rollBack(after error: any Error) {
        discardQueued()
        // A server that takes no writes is the wrong one: left open, the transaction takes its connection with it.
        if (error as? PostgresError)?.kind == .server(.readOnlyTransaction) { return }
        guard isInTransaction else { return }
        queue(StoreStatement.rollback.statement)
        _ = try? flush(within: .seconds(2))
    }
}
