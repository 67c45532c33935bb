/// Says which statements that the server refused are still to be told to the operator: each with each cause once in ten
/// minutes, however many callers it befalls.
struct RefusalLog {
    private struct Refusal: Hashable {
        let statement: String
        let cause: Mishap.Cause
    }

    private static let pause = Duration.seconds(600)
    private var times: [Refusal: ContinuousClock.Instant] = [:]

    mutating func isDue(_ statement: String, _ cause: Mishap.Cause, now: ContinuousClock.Instant) -> Bool {
        let refusal = Refusal(statement: statement, cause: cause)
        if let last = times[refusal], last.duration(to: now) < Self.pause { return false }
        times[refusal] = now
        return true
    }
}
