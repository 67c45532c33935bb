import OperationsAPI
import OperationsClient

/// Follows an operation from change to change.
enum Watching {
    /// Until streams exist, it asks once a second.
    ///
    /// - Parameter changed: called with the record as it is and after each change that is seen.
    /// - Returns: the record, done.
    static func watch(
        _ name: String, _ client: OperationsClient, changed: @Sendable (Longrun_V1_OperationRecord) -> Void
    ) async throws -> Longrun_V1_OperationRecord {
        let clock = ContinuousClock()
        var revision: Int64?
        var lastAnswer = clock.now
        while true {
            do {
                let record = try await client.record(name)
                lastAnswer = clock.now
                if record.revision != revision { changed(record) }
                if record.isDone { return record }
                revision = record.revision
            } catch let error as ClientError where error.isTransient && revision != nil {
                guard lastAnswer.duration(to: clock.now) < Waiting.patience else { throw error }
            }
            try await Task.sleep(for: .seconds(1))
        }
    }
}
