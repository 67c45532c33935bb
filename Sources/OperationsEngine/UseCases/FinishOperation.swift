public import OperationsCore

extension OperationEngine {
    /// Ends an operation with a response. The same report sent twice is answered twice.
    ///
    /// - Throws: LEASE_LOST for a token that holds no lease.
    public func complete(_ report: CompletionReport) async throws(ServiceError) -> OperationRecord {
        let (name, command) = try Self.check(report)
        return try await change(command, name)
    }

    /// Ends several operations in one transaction; each report succeeds or fails alone.
    ///
    /// - Parameters:
    ///   - reports: 1 to 1,000; an item that could not be read stands as its error.
    ///   - parent: empty, or what every name must stand at or below.
    /// - Returns: one result for each report, in order.
    public func complete(
        _ reports: [Result<CompletionReport, ServiceError>], parent: Parent
    ) async throws(ServiceError) -> [Result<OperationRecord, ServiceError>] {
        guard (1...Limits.batchSize).contains(reports.count) else {
            throw .invalid("requests", "A batch has 1 to \(Limits.batchSize) requests.")
        }
        let checked = reports.map { report in
            report.flatMap { report in
                Result { () throws(ServiceError) in try Self.check(report, within: parent) }
            }
        }
        let reads = CommitJob.Reads(names: checked.compactMap { try? $0.get().0 })
        let size = checked.reduce(0) { $0 + ((try? $1.get().1.payloadSize) ?? 0) }
        let output = try await commit(reads, size: size) { draft in
            .results(try checked.map { try Self.finish($0, on: &draft) })
        }
        guard case .results(let results) = output else { return [] }
        return results
    }

    /// Ends an attempt with an error: the operation is tried again or fails, as its retry policy says.
    ///
    /// - Throws: LEASE_LOST for a token that holds no lease.
    public func fail(_ report: FailureReport) async throws(ServiceError) -> OperationRecord {
        let name = try OperationName(report.name)
        try FieldRules.checkToken(report.token)
        guard report.error.code != .ok else {
            throw .invalid("error.code", "A failure has a code from 1 to 16; use CompleteOperation for success.")
        }
        let failure = Failure(
            token: report.token, error: report.error, retryable: report.retryable, metadata: report.metadata,
            digest: ContentDigests.of(report), jitter: Identifiers.jitter())
        return try await change(.fail(failure), name)
    }

    /// Gives a lease back; the try is not counted.
    ///
    /// - Parameter delay: how long the operation is kept from other workers. Default 0.
    public func release(_ name: String, token: String, delay: Duration = .zero) async throws(ServiceError) {
        let name = try OperationName(name)
        try FieldRules.checkToken(token)
        guard delay >= .zero, delay <= Limits.longestDuration else {
            throw .invalid("delay", "The delay lies between 0 s and 315576000000 s.")
        }
        let release = Release(token: token, delay: delay, digest: ContentDigests.ofRelease(delay: delay))
        try await apply(.release(release), to: name)
    }

    private static func check(_ report: CompletionReport) throws(ServiceError) -> (OperationName, Command) {
        let name = try OperationName(report.name)
        try FieldRules.checkToken(report.token)
        let completion = Completion(
            token: report.token, response: report.response ?? .empty, metadata: report.metadata,
            digest: ContentDigests.of(report))
        return (name, .complete(completion))
    }

    private static func check(
        _ report: CompletionReport, within parent: Parent
    ) throws(ServiceError) -> (OperationName, Command) {
        let (name, command) = try check(report)
        guard name.parent.isWithin(parent) else {
            throw .invalid("name", "The operation does not stand below the batch's parent '\(parent)'.")
        }
        return (name, command)
    }

    private static func finish(
        _ item: Result<(OperationName, Command), ServiceError>, on draft: inout TransactionDraft
    ) throws -> Result<OperationRecord, ServiceError> {
        do {
            let (name, command) = try item.get()
            guard let record = try draft.apply(command, to: name) else { return .failure(.notFound(name)) }
            return .success(record)
        } catch let error as ServiceError {
            return .failure(error)
        }
    }
}
