/// How an attempt, and with it perhaps the operation, ends.
extension Lifecycle {
    static func complete(
        _ record: OperationRecord, _ completion: Completion, _ now: Timestamp
    ) throws(ServiceError) -> Transition {
        if record.isRepeat(token: completion.token, digest: completion.digest) { return .unchanged(record) }
        _ = try heldLease(of: record, token: completion.token)
        var draft = record
        draft.metadata = completion.metadata ?? record.metadata
        draft.reportedOutcome = ReportedOutcome(token: completion.token, digest: completion.digest)
        let transition = finish(
            record, draft, .response(completion.response), .succeeded, by: .holder(of: record), now)
        try transition.after.map(checkSizeOf)
        return transition
    }

    static func fail(
        _ record: OperationRecord, _ failure: Failure, _ now: Timestamp
    ) throws(ServiceError) -> Transition {
        if record.isRepeat(token: failure.token, digest: failure.digest) { return .unchanged(record) }
        _ = try heldLease(of: record, token: failure.token)
        var draft = record
        draft.metadata = failure.metadata ?? record.metadata
        draft.reportedOutcome = ReportedOutcome(token: failure.token, digest: failure.digest)
        let transition = endAttempt(
            record, draft, failure.error, jitter: failure.jitter, by: .holder(of: record), now,
            isRetryable: failure.retryable ?? record.retryPolicy.retryableCodes.contains(failure.error.code))
        try transition.after.map(checkSizeOf)
        return transition
    }

    static func loseLease(
        _ record: OperationRecord, _ error: Status, _ jitter: Double, _ now: Timestamp
    ) -> Transition {
        guard record.state == .running else { return .unchanged(record) }
        return endAttempt(record, record, error, jitter: jitter, by: .server, now, isRetryable: true)
    }

    static func cancel(_ record: OperationRecord, _ gracePeriod: Duration, _ now: Timestamp) -> Transition {
        switch record.state {
        case .succeeded, .failed, .cancelled:
            return .unchanged(record)
        case .pending:
            var draft = record
            draft.cancelRequestTime = now
            return finish(record, draft, .error(.cancelledByRequest), .cancelled, by: .client, now)
        case .running:
            guard !record.isCancelRequested else { return .unchanged(record) }
            var after = record
            after.cancelRequestTime = now
            after.cancelDeadline = now + gracePeriod
            return .changed(from: record, to: after, at: now, as: .cancelRequested, by: .client)
        }
    }

    static func passGracePeriod(_ record: OperationRecord, _ now: Timestamp) -> Transition {
        guard record.state == .running, record.isCancelRequested else { return .unchanged(record) }
        return finish(record, record, .error(.cancelledByRequest), .cancelled, by: .server, now)
    }

    static func passDeadline(_ record: OperationRecord, _ now: Timestamp) -> Transition {
        guard !record.isDone else { return .unchanged(record) }
        return finish(record, record, .error(.deadlinePassed), .failed, by: .server, now)
    }

    static func remove(
        _ record: OperationRecord, _ cause: Tombstone.Cause, _ retention: Duration, _ now: Timestamp
    ) -> Transition {
        let tombstone = Tombstone(
            name: record.name, cause: cause, removeTime: now, purgeTime: now + retention, requestID: record.requestID)
        return Transition(before: record, after: nil, tombstone: tombstone)
    }

    /// An attempt ended without a response: try again, or end the operation.
    ///
    /// Once cancellation is requested no new attempt begins: what would be tried again is cancelled instead.
    private static func endAttempt(
        _ record: OperationRecord, _ draft: OperationRecord, _ error: Status, jitter: Double, by actor: Actor,
        _ now: Timestamp, isRetryable: Bool
    ) -> Transition {
        var draft = draft
        draft.lastError = error
        if error.code == .cancelled {
            return finish(record, draft, .error(error), .cancelled, by: actor, now)
        }
        guard isRetryable else {
            return finish(record, draft, .error(error), .failed, by: actor, now)
        }
        if record.isCancelRequested {
            return finish(record, draft, .error(.cancelledByRequest), .cancelled, by: actor, now)
        }
        guard record.countedAttempts < record.retryPolicy.maxAttempts else {
            return finish(record, draft, .error(error), .failed, by: actor, now)
        }
        let pause = record.retryPolicy.backoff(afterTries: record.countedAttempts, jitter: jitter)
        return putBack(record, draft, after: pause, as: .retryScheduled, by: actor, error: error, now)
    }

    /// Ends the operation for good.
    static func finish(
        _ record: OperationRecord, _ draft: OperationRecord, _ result: OperationRecord.Result,
        _ kind: HistoryEntry.Kind, by actor: Actor, _ now: Timestamp
    ) -> Transition {
        var after = draft
        switch kind {
        case .succeeded: after.state = .succeeded
        case .cancelled: after.state = .cancelled
        default: after.state = .failed
        }
        after.result = result
        after.lease = nil
        after.isReady = false
        after.endTime = now
        after.expireTime = now + record.timeToLive
        var error: Status?
        if case .error(let status) = result { error = status }
        return .changed(from: record, to: after, at: now, as: kind, by: actor, error: error)
    }

    private static func checkSizeOf(_ record: OperationRecord) throws(ServiceError) {
        try checkSize(of: record)
    }
}
