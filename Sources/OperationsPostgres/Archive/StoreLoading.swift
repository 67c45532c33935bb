import OperationsCore
import PostgresClient

/// Fills the tables, on the queue of a connection; each step is one transaction.
struct StoreLoading {
    private let session: PostgresSession
    private static let patience = Duration.seconds(60)
    /// The name of the constraint that keeps nodes from committing while the tables are filled: also one that serves from
    /// them without having been noticed.
    static let barrier = "another_store_is_being_copied_in"

    init(_ session: PostgresSession) {
        self.session = session
    }

    /// Runs what `body` asks and queues; what is lost with the connection is not tried again.
    func transact(_ body: (StoreLoading) throws -> Void) throws {
        session.queue(StoreStatement.begin.statement)
        do {
            try body(self)
            session.queue(StoreStatement.commit.statement)
            _ = try session.flush(within: Self.patience)
        } catch {
            session.discardQueued()
            if session.isOpen, session.isInTransaction {
                session.queue(StoreStatement.rollback.statement)
                _ = try? session.flush(within: Self.patience)
            }
            throw Self.meaning(error) ?? error
        }
    }

    func begin(secret: [UInt8], firstCommit: Int64) throws {
        guard try isAlone() else { throw ArchiveLoadingError.inUse }
        session.queue(StoreStatement.lockFeed.statement)
        _ = try session.flush(within: Self.patience)
        guard try !isLoading() else { throw ArchiveLoadingError.incomplete }
        // Waits for those who write at this moment, who then are seen.
        session.queue(ArchiveStatement.closeToCommits.statement)
        guard try ask(ArchiveStatement.holdsAnything, { $0.bool() }) != true else { throw ArchiveLoadingError.notEmpty }
        for (key, bytes) in [(MetaKey.secret, secret), (MetaKey.loading, [1])] {
            session.queue(ArchiveStatement.putMetaBytes.statement) {
                $0.text(key)
                $0.bytes(bytes)
            }
        }
        session.queue(ArchiveStatement.raiseCommits.statement) { $0.int(firstCommit) }
    }

    func load(_ items: [ArchiveItem]) throws {
        guard try isLoading() else { throw ArchiveLoadingError.notBegun }
        LoadBatch(items).queue(on: session)
    }

    func end() throws {
        session.queue(ArchiveStatement.deleteMeta.statement) { $0.text(MetaKey.loading) }
        session.queue(ArchiveStatement.openToCommits.statement)
    }

    /// Lines of each day get a partition, so that they can be dropped and need not be deleted. What is very old goes
    /// into the default one.
    func makePartitions(for items: [ArchiveItem], time: (any TimeSource)?) throws {
        var days: Set<HistoryPartitions.Day> = []
        for case .history(let line) in items { days.insert(HistoryPartitions.Day(of: line.entry.time)) }
        guard !days.isEmpty else { return }
        try HistoryUpkeep(session, time: time).makePast(days)
    }

    private func isLoading() throws -> Bool {
        session.queue(StoreStatement.meta.statement) { $0.text(MetaKey.loading) }
        return try session.flush(within: Self.patience).last?.first { _ in true } ?? false
    }

    /// Until the end of the transaction: then the mark says it.
    private func isAlone() throws -> Bool {
        try ask(ArchiveStatement.isAlone) { $0.bool() } ?? false
    }

    private func ask<Value>(_ statement: ArchiveStatement, _ read: (inout PostgresRow) -> Value) throws -> Value? {
        session.queue(statement.statement)
        return try session.flush(within: Self.patience).last?.first(read)
    }

    private static func meaning(_ error: any Error) -> ArchiveLoadingError? {
        guard let error = error as? PostgresError, case .server(let state) = error.kind else { return nil }
        // Somebody works with the tables, and does not come to an end.
        if state == .lockNotAvailable { return .inUse }
        // What breaks a rule of the tables does not fit.
        return state.classCode == "23" ? .misfit("an item of the source") : nil
    }
}
