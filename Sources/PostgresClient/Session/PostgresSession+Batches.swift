import CLibPQ

extension PostgresSession {
    /// Adds a statement to the batch. Nothing is sent before ``flush(within:)``, so this never waits.
    ///
    /// Gives back its place in the results of the flush.
    @discardableResult
    public func queue(_ statement: PostgresStatement, _ bind: (inout PostgresBinder) -> Void = { _ in }) -> Int {
        batch.add(statement, bind)
        return batch.entries.count - 1
    }

    /// Whether there are statements that wait for a flush.
    public var hasQueued: Bool { !batch.isEmpty }

    /// Drops what was queued since the last flush.
    public func discardQueued() {
        batch.removeAll()
    }

    /// Sends all that is queued at once and waits for the answers, one for each statement.
    ///
    /// Throws the first error; what stood behind it did not run. Without BEGIN all of a batch is one transaction.
    /// After ``PostgresError/Kind/server(_:)`` the session can be used on (an open transaction after ROLLBACK); after
    /// any other kind but `misuse` it is closed.
    public func flush(within limit: Duration) throws(PostgresError) -> [PostgresResult] {
        defer { batch.removeAll() }
        guard !batch.isEmpty else { return [] }
        let handle = try connected()
        if let fault = batch.fault { throw .misuse(fault) }
        let steps = try plan()
        handle.notices.removeAll()
        try send(steps, on: handle)
        return try collect(steps, on: handle, until: Deadline(within: limit))
    }

    private enum Step {
        case prepare(PostgresStatement)
        case run(PostgresStatement)

        var statement: PostgresStatement {
            switch self {
            case .prepare(let statement), .run(let statement): statement
            }
        }
    }

    /// Finds out what has to be prepared first, before anything is sent.
    private func plan() throws(PostgresError) -> [(step: Step, entry: StatementBatch.Entry)] {
        var steps: [(Step, StatementBatch.Entry)] = []
        steps.reserveCapacity(batch.entries.count + 4)
        var planned = prepared
        var added: Set<String> = []
        for entry in batch.entries {
            if entry.statement.isKept {
                let types = batch.types(of: entry)
                switch planned.standing(of: entry.statement, types: types) {
                case .prepared: break
                case .unknown:
                    if added.insert(entry.statement.name).inserted {
                        planned.willPrepare(entry.statement, types: types)
                        steps.append((.prepare(entry.statement), entry))
                    }
                case .otherText: throw .misuse("There is another statement with the name \(entry.statement.name).")
                case .otherTypes:
                    throw .misuse("\(entry.statement.name) had parameters of other types when it was prepared.")
                }
            }
            steps.append((.run(entry.statement), entry))
        }
        prepared = planned
        return steps
    }

    private func send(
        _ steps: [(step: Step, entry: StatementBatch.Entry)], on handle: ConnectionHandle
    ) throws(PostgresError) {
        var isTaken = handle.enterPipeline()
        for (step, entry) in steps where isTaken {
            switch step {
            case .prepare(let statement): isTaken = handle.sendPrepare(statement, types: batch.types(of: entry))
            case .run(let statement): isTaken = handle.send(statement, entry.parameters, of: batch.binder)
            }
        }
        // A batch that is half in libpq's hands cannot be taken back.
        guard isTaken, handle.sendSync() else { throw lose(PostgresError(.connectionLost, handle.errorMessage)) }
    }

    private func collect(
        _ steps: [(step: Step, entry: StatementBatch.Entry)], on handle: ConnectionHandle, until deadline: Deadline
    ) throws(PostgresError) -> [PostgresResult] {
        var results: [PostgresResult] = []
        results.reserveCapacity(steps.count)
        var failure: PostgresError?
        var place = 0
        defer { handle.notices.statement = nil }
        for (step, _) in steps {
            handle.notices.statement = place
            guard let result = try next(on: handle, until: deadline) else { throw broken(handle, failure) }
            switch result.status {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
                if case .prepare(let statement) = step {
                    prepared.didPrepare(statement)
                } else {
                    results.append(result)
                }
            case PGRES_FATAL_ERROR:
                if case .prepare(let statement) = step { prepared.didNotPrepare(statement) }
                if failure == nil { failure = try serverError(result, step.statement, on: handle) }
            case PGRES_PIPELINE_ABORTED:
                if case .prepare(let statement) = step { prepared.didNotPrepare(statement) }
            default: throw unexpected(result)
            }
            guard try next(on: handle, until: deadline) == nil else { throw unexpected(result) }
            // A statement is prepared for its own sake: both count as one.
            if case .run = step { place += 1 }
        }
        let sync = try next(on: handle, until: deadline)
        guard sync?.status == PGRES_PIPELINE_SYNC else {
            if let sync, sync.status == PGRES_FATAL_ERROR { _ = try serverError(sync, nil, on: handle) }
            throw broken(handle, failure)
        }
        guard handle.exitPipeline() else { throw broken(handle, failure) }
        if let failure { throw failure }
        return results
    }
}
