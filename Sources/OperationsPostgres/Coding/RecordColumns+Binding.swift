import OperationsCore
import PostgresClient

/// Records on their way into the columns of `operations`, in the order of `OperationColumns`: an array for each column.
enum RecordColumns {
    static func bindFixed(_ records: [OperationRecord], to binder: inout PostgresBinder) {
        binder.names(records.map(\.name))
        binder.kept(records.map(\.queue))
        binder.int32s(records.map(\.priority))
        binder.byteStrings(records.map { LabelColumn.encode($0.labels) })
        binder.int32s(records.map(\.retryPolicy.maxAttempts))
        binder.ints(records.map(\.retryPolicy.initialBackoff.microseconds))
        binder.ints(records.map(\.retryPolicy.maxBackoff.microseconds))
        binder.reals(records.map(\.retryPolicy.backoffMultiplier))
        binder.texts(records.map { CodeListColumn.encode($0.retryPolicy.retryableCodes) })
        binder.optionalInts(records.map { $0.attemptTimeout?.microseconds })
        binder.times(records.map(\.scheduleTime))
        binder.times(records.map(\.deadline))
        binder.times(records.map(\.createTime))
        binder.ints(records.map(\.timeToLive.microseconds))
        binder.kept(records.map(\.requestID))
    }

    static func bindChanging(_ records: [OperationRecord], to binder: inout PostgresBinder) {
        binder.texts(records.map(\.state.rawValue))
        binder.int32s(records.map(\.attempt))
        binder.int32s(records.map(\.countedAttempts))
        bindLeases(records, to: &binder)
        binder.int32s(records.map(\.progressPercent))
        binder.kept(records.map(\.statusMessage))
        binder.times(records.map(\.readyTime))
        binder.bools(records.map(\.isReady))
        binder.times(records.map(\.startTime))
        binder.times(records.map(\.updateTime))
        binder.times(records.map(\.endTime))
        binder.times(records.map(\.expireTime))
        binder.times(records.map(\.cancelRequestTime))
        binder.times(records.map(\.cancelDeadline))
        binder.ints(records.map(\.revision))
        binder.statuses(records.map(\.error))
        binder.statuses(records.map(\.lastError))
        binder.times(records.map(Lifecycle.dueTime))
    }

    private static func bindLeases(_ records: [OperationRecord], to binder: inout PostgresBinder) {
        binder.kept(records.map { $0.lease?.token })
        binder.kept(records.map { $0.lease?.workerID })
        binder.optionalInts(records.map { $0.lease?.duration.microseconds })
        binder.times(records.map { $0.lease?.expireTime })
        binder.times(records.map { $0.lease?.attemptDeadline })
        binder.kept(records.map { $0.reportedOutcome?.token })
        binder.byteStrings(records.map { $0.reportedOutcome?.digest.bytes })
    }
}
