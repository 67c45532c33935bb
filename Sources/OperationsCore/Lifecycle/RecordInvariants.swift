/// What is true of every record, whatever happened before; ``Lifecycle`` sees to it, and whoever reads a store can check.
///
/// ```swift
/// for rule in RecordInvariants.broken(by: record) { print("\(record.name): \(rule)") }
/// ```
public enum RecordInvariants {
    /// The rules that the record breaks, each as a sentence; empty for every record that came about by the rules.
    public static func broken(by record: OperationRecord) -> [String] {
        (identity(record) + ends(record) + holding(record) + attempts(record) + times(record)).compactMap {
            $0.holds ? nil : $0.sentence
        }
    }

    private typealias Rule = (holds: Bool, sentence: String)

    private static func identity(_ record: OperationRecord) -> [Rule] {
        [
            ((try? OperationName(record.name.text)) != nil, "Its name is spelled as no name can be."),
            (!record.queue.isEmpty, "It has no queue."),
            (record.revision >= 1, "Its revision is below 1."),
        ]
    }

    private static func ends(_ record: OperationRecord) -> [Rule] {
        [
            (
                record.isDone == (record.endTime != nil),
                "It has an end time without being done, or is done without one."
            ),
            (record.isDone == (record.result != nil), "It has a result without being done, or is done without one."),
            (resultFits(record), "Its result does not fit to its state."),
            (
                record.expireTime == record.endTime.map { $0 + record.timeToLive },
                "Its expire time is not as long after its end as it is to be kept."
            ),
            (record.updateTime <= record.endTime ?? .maximum, "It was changed after its end."),
        ]
    }

    private static func resultFits(_ record: OperationRecord) -> Bool {
        switch record.result {
        case .response: record.state == .succeeded
        case .error(let status):
            record.state == .failed || record.state == .cancelled && status.code == .cancelled
        case nil: true
        }
    }

    private static func holding(_ record: OperationRecord) -> [Rule] {
        [
            (
                (record.state == .running) == (record.lease != nil),
                "It has a lease without running, or runs without one."
            ),
            (record.lease?.token.isEmpty != true, "Its lease has no token."),
            (!record.isReady || record.state == .pending, "It stands in the ready set, and is not pending."),
            (
                record.cancelDeadline == nil || record.isCancelRequested,
                "Its holder is to be cancelled, and nobody requested that."
            ),
            (
                record.state != .pending || !record.isCancelRequested,
                "It is pending, though its cancellation was requested."
            ),
        ]
    }

    private static func attempts(_ record: OperationRecord) -> [Rule] {
        [
            (
                record.attempt >= 0 && (0...max(record.attempt, 0)).contains(record.countedAttempts),
                "Its counted attempts are more than its attempts."
            ),
            (
                record.countedAttempts <= record.retryPolicy.maxAttempts,
                "Its counted attempts are more than its retry policy allows."
            ),
            (
                (record.attempt > 0) == (record.startTime != nil),
                "It has a start time without an attempt, or an attempt without one."
            ),
            (record.attempt > 0 || record.state != .running, "It runs without an attempt."),
            (record.attempt > 0 || record.lastError == nil, "It has the error of an attempt, and none was made."),
            ((0...100).contains(record.progressPercent ?? 0), "Its progress does not lie between 0 and 100."),
        ]
    }

    private static func times(_ record: OperationRecord) -> [Rule] {
        let order = [record.createTime, record.startTime, record.updateTime].compactMap(\.self)
        return [
            (order == order.sorted(), "Its times of creation, start and last change are not in that order."),
            (record.endTime ?? .maximum >= record.createTime, "It ended before it was created."),
            (record.readyTime >= record.createTime, "It was ready before it was created."),
            (
                record.cancelRequestTime ?? record.createTime >= record.createTime,
                "Its cancellation was requested before it was created."
            ),
        ]
    }
}
