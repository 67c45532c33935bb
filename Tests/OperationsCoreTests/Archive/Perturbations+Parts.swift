import OperationsCore
import OperationsTestKit

/// Values that stand within a record, or beside it.
extension Perturbations {
    private static let time = Timestamp(microseconds: 77)
    private static let name = OperationName(stored: "operations/a")
    static let someOutcome = ReportedOutcome(token: "t", digest: ContentDigest(bytes: [1]))
    static let someLease = Lease(
        token: "t", workerID: "w", duration: .seconds(1), expireTime: Timestamp(microseconds: 5))

    static func history() -> Perturbations {
        let entry = HistoryEntry(
            revision: 1, time: time, kind: .started, from: nil, to: .pending, attempt: 0, actor: "")
        return group(
            entry,
            [
                ("revision", { $0.revision = 2 }), ("time", { $0.time = Timestamp(microseconds: 78) }),
                ("kind", { $0.kind = .leased }), ("from", { $0.from = .pending }), ("to", { $0.to = .running }),
                ("attempt", { $0.attempt = 1 }), ("actor", { $0.actor = "client" }),
                ("error", { $0.error = Status(code: .ok, message: "") }),
            ]
        ) { .history(ArchivedHistoryEntry(name: name, entry: $0)) }
    }

    static func tombstone() -> Perturbations {
        func tombstone(
            _ name: OperationName = name, cause: Tombstone.Cause = .deleted, removed: Int64 = 1, purged: Int64 = 2,
            requestID: String? = nil
        ) -> Tombstone {
            Tombstone(
                name: name, cause: cause, removeTime: Timestamp(microseconds: removed),
                purgeTime: Timestamp(microseconds: purged), requestID: requestID)
        }
        return group(
            tombstone(),
            [
                ("name", { $0 = tombstone(OperationName(stored: "operations/b")) }),
                ("cause", { $0 = tombstone(cause: .expired) }), ("removeTime", { $0 = tombstone(removed: 2) }),
                ("purgeTime", { $0 = tombstone(purged: 3) }), ("requestID", { $0 = tombstone(requestID: "") }),
            ]
        ) { .tombstone(ArchivedTombstone(tombstone: $0, position: 1)) }
    }

    static func retryPolicy() throws -> Perturbations {
        let record = try Fixture.started()
        return group(
            RetryPolicy(),
            [
                ("maxAttempts", { $0.maxAttempts += 1 }), ("initialBackoff", { $0.initialBackoff += .microseconds(1) }),
                ("maxBackoff", { $0.maxBackoff += .microseconds(1) }),
                ("backoffMultiplier", { $0.backoffMultiplier = 2.0.nextUp }),
                ("retryableCodes", { $0.retryableCodes = [] }),
                ("retryableCodes", { $0.retryableCodes = [.unavailable, .aborted] }),
                ("retryableCodes", { $0.retryableCodes = [.aborted, .unavailable] }),
            ]
        ) { inserted(record) { $0.retryPolicy = $1 }($0) }
    }

    static func lease() throws -> Perturbations {
        let record = try Fixture.started()
        return group(
            someLease,
            [
                ("token", { $0.token = "u" }), ("workerID", { $0.workerID = "x" }),
                ("duration", { $0.duration += .microseconds(1) }), ("expireTime", { $0.expireTime = time }),
                ("attemptDeadline", { $0.attemptDeadline = time }),
            ]
        ) { inserted(record) { $0.lease = $1 }($0) }
    }

    static func outcome() throws -> Perturbations {
        let record = try Fixture.started()
        return group(
            someOutcome, [("token", { $0.token = "u" }), ("digest", { $0.digest = ContentDigest(bytes: []) })]
        ) { inserted(record) { $0.reportedOutcome = $1 }($0) }
    }

    static func status() throws -> Perturbations {
        let record = try Fixture.started()
        return group(
            Status(code: .unknown, message: ""),
            [
                ("code", { $0.code = .ok }), ("message", { $0.message = "m" }), ("details", { $0.details = [.empty] }),
                ("details", { $0.details = [.empty, .empty] }), ("reason", { $0.reason = .leaseExpired }),
            ]
        ) { inserted(record) { $0.lastError = $1 }($0) }
    }

    static func set() -> Perturbations {
        group(
            DescriptorSet(id: "a", content: [1], updateTime: time),
            [
                ("id", { $0.id = "b" }), ("content", { $0.content = [1, 0] }),
                ("updateTime", { $0.updateTime = Timestamp(microseconds: 78) }),
            ], as: ArchiveItem.descriptorSet)
    }

    private static func inserted<Value>(
        _ record: OperationRecord, _ insert: @escaping (inout OperationRecord, Value) -> Void
    ) -> (Value) -> ArchiveItem {
        { value in
            var copy = record
            insert(&copy, value)
            return item(copy)
        }
    }
}
