import OperationsCore

/// One caller's part of a transaction.
///
/// Many jobs are committed together; each succeeds or fails alone.
struct CommitJob: Sendable {
    /// What the job knows it will read, so that one read serves the whole batch.
    struct Reads: Sendable {
        var names: [OperationName] = []
        var requests: [RequestKey] = []
        var selector: LeaseSelector?
        /// How many leases the selector is asked for.
        var wanted = 0
    }

    var reads = Reads()
    /// Bytes of the payloads that the job brings along.
    var size = 0
    /// Whether it comes behind all others in its transaction.
    var isLast = false
    /// Decides on the draft, inside the transaction. What it throws fails this job alone.
    let decide: @Sendable (inout TransactionDraft) throws -> JobOutput
    /// Called once, after the transaction is durable or has failed.
    let finish: @Sendable (Result<JobOutput, ServiceError>) -> Void
}

/// What a job gives back to its caller.
enum JobOutput: Sendable {
    case record(OperationRecord)
    case records([OperationRecord])
    /// One result for each item of a batch, in order.
    case results([Result<OperationRecord, ServiceError>])
    /// What a worker gets; `leftover` is ready too, but did not fit into the answer.
    case leases([OperationRecord], leftover: OperationRecord?)
    case sweep(DueTimer.Report)
    case nothing
}
