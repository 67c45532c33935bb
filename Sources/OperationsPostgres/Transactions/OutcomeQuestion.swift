import Dispatch
import OperationsCore
import PostgresClient

/// Finds out whether a run whose answer was lost was carried out, by asking for its mark.
struct OutcomeQuestion {
    /// So long somebody is looked for who knows.
    static let patience = Duration.seconds(15)
    /// A mark is kept for twice as long, so that until then one that is not there was never made.
    static let trust = Duration.seconds(300)
    private static let firstPause = Duration.milliseconds(50)
    private static let longestPause = Duration.seconds(1)

    let pool: PostgresPool
    let mark: CommitMark
    /// When the run began.
    let begun: ContinuousClock.Instant

    /// True when the run was carried out, false when it was not and never will be, nil when nobody could say.
    func answer() async -> Bool? {
        let clock = ContinuousClock()
        let end = clock.now + Self.patience
        var pause = Self.firstPause
        while clock.now < end {
            if let answer = try? await ask() { return Self.judge(answer, age: begun.duration(to: .now)) }
            await Pause.wait(pause)
            pause = min(pause * 2, Self.longestPause)
        }
        return nil
    }

    /// Whoever was stopped in mid-commit for long comes too late to learn that it was not carried out.
    static func judge(_ wasCarriedOut: Bool, age: Duration) -> Bool? {
        wasCarriedOut || age < trust ? wasCarriedOut : nil
    }

    /// Waits for a run that is still under way, at most as long as `lock_timeout`.
    private func ask() async throws -> Bool {
        let bytes = mark.bytes
        let answer = try await pool.run { session in
            do {
                // With a COMMIT of its own, so that what is said of that is known from what is said of the rest.
                session.queue(StoreStatement.begin.statement)
                let place = session.queue(StoreStatement.askForMark.statement) { $0.uuid(bytes) }
                let commit = session.queue(StoreStatement.commit.statement)
                let results = try session.flush(within: PostgresTransaction.patience)
                // Without a standby's word the answer would not hold.
                guard CommitWarning.first(in: session.warnings, commit: commit) == nil else { return nil as Bool? }
                return try results.dropFirst(place).first?.first { $0.bool() }
            } catch {
                session.rollBack(after: error)
                throw error
            }
        }
        guard let answer else { throw UnreadableRow(what: "no answer to a mark") }
        return answer
    }
}

/// Waiting that a cancelled task does not cut short.
enum Pause {
    static func wait(_ span: Duration) async {
        guard span > .zero else { return }
        await withCheckedContinuation { continuation in
            DispatchQueue.global().asyncAfter(deadline: .now() + .microseconds(Int(clamping: span.microseconds))) {
                continuation.resume()
            }
        }
    }
}
