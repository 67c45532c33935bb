import OperationsCore

/// How leases are cut out of the ready set, inside a transaction.
enum Leasing {
    static func take(for call: LeaseCall, from draft: inout TransactionDraft) throws -> JobOutput {
        var leased: [OperationRecord] = []
        var bytes = 0
        var leftover: OperationRecord?
        while leased.count < call.request.count {
            let room = leased.isEmpty ? Int.max : Limits.pageByteSize - bytes
            guard let candidate = try draft.nextReady(call.request.selector, fitting: { $0.fullSize <= room }) else {
                break
            }
            guard case .taken(let record) = candidate else {
                if case .tooLarge(let record) = candidate { leftover = record }
                break
            }
            if let lease = try grant(record, to: call, in: &draft) {
                leased.append(lease)
                bytes += lease.fullSize
            }
        }
        return .leases(leased, leftover: leftover)
    }

    /// Nil when the operation may not be leased at this moment, because its deadline has passed.
    private static func grant(
        _ record: OperationRecord, to call: LeaseCall, in draft: inout TransactionDraft
    ) throws -> OperationRecord? {
        let grant = LeaseGrant(
            token: Identifiers.leaseToken(), workerID: call.request.workerID, duration: call.duration)
        do {
            return try draft.apply(.lease(grant), to: record.name)
        } catch let error as ServiceError where error.reason == .notReady {
            return nil
        }
    }
}
