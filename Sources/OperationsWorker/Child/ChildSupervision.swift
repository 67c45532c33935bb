/// Decides how a process that shall stop is made to: TERM first, KILL when the grace period is over.
struct ChildSupervision: Hashable, Sendable {
    enum Step: Hashable, Sendable {
        case terminate
        case kill
        /// Nothing to do before that time; nil: until something happens.
        case wait(until: Duration?)
    }

    private let grace: Duration
    private var killTime: Duration?
    private var isKilled = false

    init(grace: Duration) {
        self.grace = grace
    }

    mutating func step(now: Duration, mustStop: Bool) -> Step {
        guard mustStop, !isKilled else { return .wait(until: nil) }
        guard let killTime else {
            killTime = now + grace
            return .terminate
        }
        guard now >= killTime else { return .wait(until: killTime) }
        isKilled = true
        return .kill
    }
}
