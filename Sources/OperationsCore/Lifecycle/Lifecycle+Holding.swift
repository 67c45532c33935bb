/// Getting, keeping and giving back a lease.
extension Lifecycle {
    static func lease(
        _ record: OperationRecord, _ grant: LeaseGrant, _ now: Timestamp
    ) throws(ServiceError) -> Transition {
        guard record.state == .pending else { return .unchanged(record) }
        guard record.readyTime <= now, record.deadline.map({ now < $0 }) ?? true else {
            throw ServiceError(
                .notReady, "Operation '\(record.name)' cannot be leased now.", metadata: ["name": record.name.text])
        }
        var after = record
        after.state = .running
        after.isReady = false
        after.attempt += 1
        after.countedAttempts += 1
        after.startTime = record.startTime ?? now
        after.progressPercent = nil
        after.statusMessage = ""
        after.reportedOutcome = nil
        after.lease = Lease(
            token: grant.token, workerID: grant.workerID, duration: grant.duration, expireTime: now + grant.duration,
            attemptDeadline: record.attemptTimeout.map { now + $0 })
        return .changed(from: record, to: after, at: now, as: .leased, by: .worker(grant.workerID))
    }

    static func heartbeat(
        _ record: OperationRecord, _ beat: Heartbeat, _ now: Timestamp
    ) throws(ServiceError) -> Transition {
        let lease = try heldLease(of: record, token: beat.token)
        var after = record
        after.lease?.expireTime = now + (beat.duration ?? lease.duration)
        after.metadata = beat.metadata ?? record.metadata
        after.progressPercent = beat.progressPercent ?? record.progressPercent
        after.statusMessage = beat.statusMessage ?? record.statusMessage
        try checkSize(of: after)
        let isReport =
            after.metadata != record.metadata || after.progressPercent != record.progressPercent
            || after.statusMessage != record.statusMessage
        return isReport ? .changed(from: record, to: after, at: now) : Transition(before: record, after: after)
    }

    static func release(
        _ record: OperationRecord, _ release: Release, _ now: Timestamp
    ) throws(ServiceError) -> Transition {
        if record.isRepeat(token: release.token, digest: release.digest) { return .unchanged(record) }
        _ = try heldLease(of: record, token: release.token)
        let actor = Actor.holder(of: record)
        var draft = record
        draft.reportedOutcome = ReportedOutcome(token: release.token, digest: release.digest)
        if record.isCancelRequested {
            return finish(record, draft, .error(.cancelledByRequest), .cancelled, by: actor, now)
        }
        draft.countedAttempts -= 1
        return putBack(record, draft, after: release.delay, as: .released, by: actor, now)
    }

    static func becomeReady(_ record: OperationRecord, _ now: Timestamp) -> Transition {
        guard record.state == .pending, !record.isReady, record.readyTime <= now else { return .unchanged(record) }
        var after = record
        after.isReady = true
        return Transition(before: record, after: after)
    }

    /// The lease that `token` holds; a token dies when its expiry is committed, not before.
    static func heldLease(of record: OperationRecord, token: String) throws(ServiceError) -> Lease {
        guard record.state == .running, let lease = record.lease, lease.token == token else {
            throw .leaseLost(record)
        }
        return lease
    }

    /// Makes a running operation pending again.
    static func putBack(
        _ record: OperationRecord, _ draft: OperationRecord, after delay: Duration, as kind: HistoryEntry.Kind,
        by actor: Actor, error: Status? = nil, _ now: Timestamp
    ) -> Transition {
        var after = draft
        after.state = .pending
        after.lease = nil
        after.readyTime = now + delay
        after.isReady = after.readyTime <= now
        return .changed(from: record, to: after, at: now, as: kind, by: actor, error: error)
    }

    static func checkSize(of record: OperationRecord) throws(ServiceError) {
        if record.publicSize > Limits.publicOperationSize {
            throw .invalid(
                record.isDone ? "response" : "metadata",
                "Metadata and result together take more than \(Limits.publicOperationSize) bytes; store the data "
                    + "elsewhere and refer to it.", reason: .payloadTooLarge)
        }
        if !record.isDone, record.leaseSize > Limits.publicOperationSize {
            throw .invalid(
                "metadata",
                "Metadata and request together take more than \(Limits.publicOperationSize) bytes; no worker "
                    + "could be given them.", reason: .payloadTooLarge)
        }
        if let size = record.lastError?.size, size > Limits.errorSize {
            throw .invalid(
                "error", "An error takes at most \(Limits.errorSize) bytes; shorten its message and details.",
                reason: .payloadTooLarge)
        }
    }
}

extension OperationRecord {
    /// True when the same holder reported the same outcome before: its answer was lost on the way.
    func isRepeat(token: String, digest: ContentDigest) -> Bool {
        reportedOutcome == ReportedOutcome(token: token, digest: digest)
    }
}
