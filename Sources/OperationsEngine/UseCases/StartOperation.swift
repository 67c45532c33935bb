public import OperationsCore

extension OperationEngine {
    /// Starts one operation, durably.
    ///
    /// A repeated `requestID` with the same content answers with the operation of the first call (AIP-155).
    public func start(_ request: StartRequest) async throws(ServiceError) -> OperationRecord {
        let prepared = try prepare(request)
        let output = try await commit(prepared.reads, size: prepared.size) { [settings] draft in
            .records([try prepared.run(on: &draft, settings)].compactMap { $0 })
        }
        guard case .records(let records) = output, let record = records.first else { throw .notFound(prepared.name) }
        return record
    }

    /// Starts several operations, all or none.
    ///
    /// - Parameter requests: 1 to 1,000; each parent must be the batch's, or empty for the same.
    public func start(
        _ requests: [StartRequest], parent: Parent
    ) async throws(ServiceError) -> [OperationRecord] {
        let prepared = try prepare(requests, parent: parent)
        let reads = CommitJob.Reads(
            names: prepared.flatMap(\.reads.names), requests: prepared.flatMap(\.reads.requests))
        let size = prepared.reduce(0) { $0 + $1.size }
        let output = try await commit(reads, size: size) { [settings] draft in
            var records: [OperationRecord] = []
            for (index, start) in prepared.enumerated() {
                do {
                    records += [try start.run(on: &draft, settings)].compactMap { $0 }
                } catch let error as ServiceError {
                    throw error.within("requests[\(index)]")
                }
            }
            return .records(records)
        }
        guard case .records(let records) = output else { return [] }
        return records
    }

    /// Checks a start as far as it can be checked, and stores nothing (AIP-163).
    public func validate(_ request: StartRequest) async throws(ServiceError) {
        let prepared = try prepare(request)
        _ = try await commit(prepared.reads) { [settings] draft in
            let mark = draft.mark
            _ = try prepared.run(on: &draft, settings)
            draft.rollBack(to: mark)
            return .nothing
        }
    }

    /// A start that has its name and needs only the store.
    private struct Prepared: Sendable {
        let request: StartRequest
        let name: OperationName
        let digest: ContentDigest

        var reads: CommitJob.Reads {
            let key = request.requestID.map { RequestKey(parent: request.parent, requestID: $0) }
            return CommitJob.Reads(
                names: request.operationID == nil ? [] : [name], requests: key.map { [$0] } ?? [])
        }

        var size: Int { (request.request?.size ?? 0) + (request.metadata?.size ?? 0) }

        func run(on draft: inout TransactionDraft, _ settings: EngineSettings) throws -> OperationRecord? {
            try draft.start(
                request, as: name, digest: digest,
                defaultTimeToLive: settings.timeToLive(of: name, inQueue: request.queue))
        }
    }

    private func prepare(_ request: StartRequest) throws(ServiceError) -> Prepared {
        let request = try request.validated()
        let name =
            if let id = request.operationID {
                try OperationName(parent: request.parent, callerID: id)
            } else {
                try OperationName(parent: request.parent, serverID: ids.next(at: time.now))
            }
        return Prepared(request: request, name: name, digest: ContentDigests.of(request))
    }

    private func prepare(_ requests: [StartRequest], parent: Parent) throws(ServiceError) -> [Prepared] {
        guard (1...Limits.batchSize).contains(requests.count) else {
            throw .invalid("requests", "A batch has 1 to \(Limits.batchSize) requests.")
        }
        var prepared: [Prepared] = []
        for (index, request) in requests.enumerated() {
            do throws(ServiceError) {
                prepared.append(try prepare(request, within: parent))
            } catch {
                throw error.within("requests[\(index)]")
            }
        }
        return prepared
    }

    private func prepare(_ request: StartRequest, within parent: Parent) throws(ServiceError) -> Prepared {
        var request = request
        if request.parent == .root { request.parent = parent }
        guard request.parent == parent else {
            throw .invalid("parent", "The parent must be the batch's own, or empty.")
        }
        return try prepare(request)
    }
}
