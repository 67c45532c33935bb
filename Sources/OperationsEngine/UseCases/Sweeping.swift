import OperationsCore

/// Lets time act on what is due, in transactions of bounded size.
enum Sweeping {
    /// What time does to unfinished operations: all that is due, as soon as it can be.
    static func act(on draft: inout TransactionDraft, _ settings: EngineSettings) throws -> DueTimer.Report {
        guard let due = try draft.due(limit: settings.sweepSize) else {
            return rest(until: try draft.nextDueTime(), &draft)
        }
        return try applyDueCommands(to: due, on: &draft, settings) ? .busy : .held
    }

    /// Retention: lets finished operations expire and forgets tombstones, a few at a time.
    ///
    /// Among many jobs it removes as many as they are, so that it keeps pace with those who make work for it. Tombstones
    /// take up to half of the batch, so that neither kind waits for a backlog of the other.
    static func purge(on draft: inout TransactionDraft, _ settings: EngineSettings) throws -> DueTimer.Report {
        let size = max(settings.purgeSize, draft.jobCount)
        let forgotten = try draft.purgeTombstones(limit: (size + 1) / 2)
        let expired = try draft.expired(limit: size - forgotten, byteLimit: settings.purgeByteSize)
        if expired == nil && forgotten == 0 { return rest(until: try draft.nextExpiry(), &draft) }
        let hasExpired = try applyDueCommands(to: expired ?? [], on: &draft, settings)
        return hasExpired || forgotten > 0 ? .busy : .held
    }

    /// What is due and was not found is locked by another node.
    private static func rest(until next: Timestamp?, _ draft: inout TransactionDraft) -> DueTimer.Report {
        // Asked for in any case, since timers go by it.
        let now = draft.now
        guard let next, next <= now else { return .idle(until: next) }
        return .held
    }

    /// - Returns: false when nothing came of it: this transaction has dealt with them already, or the store knows another
    ///   due time than they do.
    private static func applyDueCommands(
        to records: [OperationRecord], on draft: inout TransactionDraft, _ settings: EngineSettings
    ) throws -> Bool {
        let mark = draft.mark
        for record in records {
            let command = Lifecycle.dueCommand(
                for: record, at: draft.now, jitter: Identifiers.jitter(),
                tombstoneRetention: settings.tombstoneRetention)
            if let command { try draft.apply(command, to: record.name) }
        }
        return draft.mark > mark
    }
}

extension CommitPipeline {
    /// One sweep, in a transaction together with whatever callers ask for.
    ///
    /// - Parameter isLast: whether it comes behind all others in its transaction.
    func sweep(
        isLast: Bool = false, _ decide: @escaping @Sendable (inout TransactionDraft) throws -> DueTimer.Report
    ) async throws -> DueTimer.Report {
        let result = await withCheckedContinuation { continuation in
            submit(
                CommitJob(isLast: isLast, decide: { .sweep(try decide(&$0)) }) { continuation.resume(returning: $0) })
        }
        guard case .sweep(let report) = try result.get() else { return .idle(until: nil) }
        return report
    }
}
