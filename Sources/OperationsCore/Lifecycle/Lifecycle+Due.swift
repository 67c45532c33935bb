/// What time itself does to a record, and when.
extension Lifecycle {
    /// The next moment at which ``dueCommand(for:at:jitter:tombstoneRetention:)`` will answer; nil when only callers
    /// can change the record.
    public static func dueTime(of record: OperationRecord) -> Timestamp? {
        NextTimer(of: record).time
    }

    /// The command whose time has come first, if one has.
    ///
    /// - Parameter jitter: a random number from 0 up to, not including, 1.
    public static func dueCommand(
        for record: OperationRecord, at now: Timestamp, jitter: Double, tombstoneRetention: Duration
    ) -> Command? {
        let next = NextTimer(of: record)
        guard let time = next.time, time <= now else { return nil }
        return switch next.kind {
        case .ready: .becomeReady
        case .deadline: .deadlinePassed
        case .gracePeriod: .gracePeriodPassed
        case .attempt: .attemptTimedOut(jitter: jitter)
        case .lease: .leaseExpired(jitter: jitter)
        case .expiry: .expire(tombstoneRetention: tombstoneRetention)
        }
    }
}

/// The first of all that time can do to a record; of equal times the first considered wins.
private struct NextTimer {
    enum Kind {
        case ready, deadline, gracePeriod, attempt, lease, expiry
    }

    private(set) var time: Timestamp?
    private(set) var kind = Kind.ready

    init(of record: OperationRecord) {
        switch record.state {
        case .pending:
            consider(record.deadline, .deadline)
            if !record.isReady { consider(record.readyTime, .ready) }
        case .running:
            consider(record.deadline, .deadline)
            consider(record.cancelDeadline, .gracePeriod)
            consider(record.lease?.attemptDeadline, .attempt)
            consider(record.lease?.expireTime, .lease)
        case .succeeded, .failed, .cancelled:
            consider(record.expireTime, .expiry)
        }
    }

    private mutating func consider(_ candidate: Timestamp?, _ kind: Kind) {
        guard let candidate else { return }
        if let time, time <= candidate { return }
        time = candidate
        self.kind = kind
    }
}
