import OperationsCore

/// Lets time act on what is due, in transactions of bounded size.
enum Sweeping {
    /// What time does to unfinished operations: all that is due, as soon as it can be.
    static func act(on draft: inout TransactionDraft, _ settings: EngineSettings) throws -> DueTimer.Report {
        let due = try draft.due(limit: settings.sweepSize)
        try applyDueCommands(to: due, on: &draft, settings)
        return due.isEmpty ? .idle(until: try draft.nextDueTime()) : .busy
    }

    /// Retention: lets finished operations expire and forgets tombstones, a few at a time.
    ///
    /// Among many jobs it removes as many as they are, so that it keeps pace with those who make work for it. Tombstones
    /// take up to half of the batch, so that neither kind waits for a backlog of the other.
    static func purge(on draft: inout TransactionDraft, _ settings: EngineSettings) throws -> DueTimer.Report {
        let size = max(settings.purgeSize, draft.jobCount)
        let forgotten = try draft.purgeTombstones(limit: (size + 1) / 2)
        let expired = try draft.expired(limit: size - forgotten, byteLimit: settings.purgeByteSize)
        try applyDueCommands(to: expired, on: &draft, settings)
        return expired.isEmpty && forgotten == 0 ? .idle(until: try draft.nextExpiry()) : .busy
    }

    private static func applyDueCommands(
        to records: [OperationRecord], on draft: inout TransactionDraft, _ settings: EngineSettings
    ) throws {
        for record in records {
            let command = Lifecycle.dueCommand(
                for: record, at: draft.now, jitter: Identifiers.jitter(),
                tombstoneRetention: settings.tombstoneRetention)
            if let command { try draft.apply(command, to: record.name) }
        }
    }
}

extension CommitPipeline {
    /// One sweep, in a transaction together with whatever callers ask for.
    func sweep(
        _ decide: @escaping @Sendable (inout TransactionDraft) throws -> DueTimer.Report
    ) async throws -> DueTimer.Report {
        let result = await withCheckedContinuation { continuation in
            submit(CommitJob(decide: { .sweep(try decide(&$0)) }) { continuation.resume(returning: $0) })
        }
        guard case .sweep(let report) = try result.get() else { return .idle(until: nil) }
        return report
    }
}
