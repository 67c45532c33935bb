import OperationsCore

/// Lets time act on all that is due, in one transaction of bounded size.
enum Sweeping {
    static func sweep(_ pipeline: CommitPipeline, _ settings: EngineSettings) async throws -> DueTimer.Report {
        let result = await withCheckedContinuation { continuation in
            pipeline.submit(
                CommitJob(decide: { try sweep(&$0, settings) }) { continuation.resume(returning: $0) })
        }
        guard case .sweep(let report) = try result.get() else {
            return DueTimer.Report(isComplete: true, nextDueTime: nil)
        }
        return report
    }

    private static func sweep(_ draft: inout TransactionDraft, _ settings: EngineSettings) throws -> JobOutput {
        let limit = settings.sweepSize
        let due = try draft.due(limit: limit)
        for record in due {
            let command = Lifecycle.dueCommand(
                for: record, at: draft.now, jitter: Identifiers.jitter(),
                tombstoneRetention: settings.tombstoneRetention)
            if let command { try draft.apply(command, to: record.name) }
        }
        let purged = try draft.purgeTombstones(limit: limit)
        return .sweep(
            DueTimer.Report(
                isComplete: due.count < limit && purged < limit, nextDueTime: try draft.nextDueTime()))
    }
}
