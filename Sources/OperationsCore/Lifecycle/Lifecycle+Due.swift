/// What time itself does to a record, and when.
extension Lifecycle {
    /// The next moment at which ``dueCommand(for:at:jitter:tombstoneRetention:)`` will answer; nil when only callers
    /// can change the record.
    public static func dueTime(of record: OperationRecord) -> Timestamp? {
        timers(of: record).map(\.time).min()
    }

    /// The command whose time has come first, if one has.
    ///
    /// - Parameter jitter: a random number from 0 up to, not including, 1.
    public static func dueCommand(
        for record: OperationRecord, at now: Timestamp, jitter: Double, tombstoneRetention: Duration
    ) -> Command? {
        guard let next = timers(of: record).min(by: { $0.time < $1.time }), next.time <= now else { return nil }
        return switch next.kind {
        case .ready: .becomeReady
        case .deadline: .deadlinePassed
        case .gracePeriod: .gracePeriodPassed
        case .attempt: .attemptTimedOut(jitter: jitter)
        case .lease: .leaseExpired(jitter: jitter)
        case .expiry: .expire(tombstoneRetention: tombstoneRetention)
        }
    }

    private enum TimerKind {
        case ready, deadline, gracePeriod, attempt, lease, expiry
    }

    /// All that time can do to the record; of equal times the first listed wins.
    private static func timers(of record: OperationRecord) -> [(time: Timestamp, kind: TimerKind)] {
        let all: [(Timestamp?, TimerKind)] =
            switch record.state {
            case .pending:
                [(record.deadline, .deadline), (record.isReady ? nil : record.readyTime, .ready)]
            case .running:
                [
                    (record.deadline, .deadline), (record.cancelDeadline, .gracePeriod),
                    (record.lease?.attemptDeadline, .attempt), (record.lease?.expireTime, .lease),
                ]
            case .succeeded, .failed, .cancelled:
                [(record.expireTime, .expiry)]
            }
        return all.compactMap { time, kind in time.map { ($0, kind) } }
    }
}
