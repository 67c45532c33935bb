import OperationsCore

/// A record on its way into the columns of `operations`, in the order of `OperationColumns`.
enum RecordColumns {
    static func bindFixed(_ record: OperationRecord, labels: String?, to binder: inout Binder) {
        binder.text(record.name.text)
        binder.text(record.queue)
        binder.int(record.priority)
        binder.text(labels)
        let policy = record.retryPolicy
        binder.int(policy.maxAttempts)
        binder.int(policy.initialBackoff.microseconds)
        binder.int(policy.maxBackoff.microseconds)
        binder.real(policy.backoffMultiplier)
        binder.text(CodeListColumn.encode(policy.retryableCodes))
        binder.int(record.attemptTimeout?.microseconds)
        binder.time(record.scheduleTime)
        binder.time(record.deadline)
        binder.time(record.createTime)
        binder.int(record.timeToLive.microseconds)
        binder.text(record.requestID)
    }

    static func bindChanging(_ record: OperationRecord, to binder: inout Binder) {
        binder.text(record.state.rawValue)
        binder.int(record.attempt)
        binder.int(record.countedAttempts)
        bindLease(record, to: &binder)
        binder.int(record.progressPercent.map(Int64.init))
        binder.text(record.statusMessage)
        binder.time(record.readyTime)
        binder.int(record.isReady ? 1 : 0 as Int64)
        binder.time(record.startTime)
        binder.time(record.updateTime)
        binder.time(record.endTime)
        binder.time(record.expireTime)
        binder.time(record.cancelRequestTime)
        binder.time(record.cancelDeadline)
        binder.int(record.revision)
        binder.status(record.error)
        binder.status(record.lastError)
        binder.int(PayloadContent.roles(of: record))
    }

    private static func bindLease(_ record: OperationRecord, to binder: inout Binder) {
        binder.text(record.lease?.token)
        binder.text(record.lease?.workerID)
        binder.int(record.lease?.duration.microseconds)
        binder.time(record.lease?.expireTime)
        binder.time(record.lease?.attemptDeadline)
        binder.text(record.reportedOutcome?.token)
        binder.blob(record.reportedOutcome?.digest.bytes)
    }
}
