import OperationsCore

extension OperationEngine {
    /// Puts a job before the pipeline and waits until it is durable.
    ///
    /// - Parameter size: bytes of the payloads that it brings along.
    func commit(
        _ reads: CommitJob.Reads, size: Int = 0,
        _ decide: @escaping @Sendable (inout TransactionDraft) throws -> JobOutput
    ) async throws(ServiceError) -> JobOutput {
        let result = await withCheckedContinuation { continuation in
            pipeline.submit(CommitJob(reads: reads, size: size, decide: decide) { continuation.resume(returning: $0) })
        }
        return try result.get()
    }

    /// Runs one command on one operation.
    ///
    /// - Returns: the record afterwards, nil when it is gone.
    @discardableResult
    func apply(_ command: Command, to name: OperationName) async throws(ServiceError) -> OperationRecord? {
        let output = try await commit(CommitJob.Reads(names: [name]), size: command.payloadSize) { draft in
            try draft.apply(command, to: name).map(JobOutput.record) ?? .nothing
        }
        if case .record(let record) = output { return record }
        return nil
    }

    /// Runs a command that leaves a record behind.
    func change(_ command: Command, _ name: OperationName) async throws(ServiceError) -> OperationRecord {
        guard let record = try await apply(command, to: name) else { throw .notFound(name) }
        return record
    }
}

/// Reads the store; what goes wrong there becomes the caller's error.
func reading<Value>(_ body: () async throws -> Value) async throws(ServiceError) -> Value {
    do {
        return try await body()
    } catch {
        throw ServiceError(storeError: error)
    }
}
