import OperationsClient

/// Decides when the next heartbeat of a lease is due. All times come from outside.
struct HeartbeatPlan: Hashable, Sendable {
    enum Step: Hashable, Sendable {
        case beat
        case wait(until: Duration)
        /// The lease ran out before it could be renewed.
        case leaseIsOver
    }

    /// At most two reports a second.
    static let reportGap = Duration.milliseconds(500)

    /// However long the lease: the server gives a cancelled attempt 30 s, and only a heartbeat tells of it.
    static let longestSilence = Duration.seconds(10)

    private let leaseDuration: Duration
    private(set) var expiry: Duration
    private var lastBeat: Duration
    private var lastReport: Duration?
    private var retryTime: Duration?
    private var backoff = Backoff(first: .milliseconds(250), longest: .seconds(5))

    /// - Parameter now: when the lease came.
    init(leaseDuration: Duration, now: Duration) {
        self.leaseDuration = leaseDuration
        expiry = now + leaseDuration
        lastBeat = now
    }

    func step(now: Duration, hasReport: Bool) -> Step {
        guard now < expiry else { return .leaseIsOver }
        let due = min(dueTime(now: now, hasReport: hasReport), expiry)
        return now >= due ? .beat : .wait(until: due)
    }

    private func dueTime(now: Duration, hasReport: Bool) -> Duration {
        if let retryTime { return retryTime }
        let renewal = lastBeat + min(leaseDuration / 3, Self.longestSilence)
        guard hasReport else { return renewal }
        return min(renewal, lastReport.map { $0 + Self.reportGap } ?? now)
    }

    /// The server has extended the lease from no earlier than when it was asked.
    mutating func succeeded(sent: Duration, withReport: Bool) {
        lastBeat = sent
        expiry = sent + leaseDuration
        if withReport { lastReport = sent }
        retryTime = nil
        backoff.reset()
    }

    /// - Parameter random: from 0 to 1.
    mutating func failed(now: Duration, random: Double) {
        retryTime = now + backoff.next(random: random)
    }
}
