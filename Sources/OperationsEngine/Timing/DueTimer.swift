import Logging
import OperationsCore

/// Lets time act on what is stored: one such timer for unfinished operations, another for retention.
///
/// Sleeps until the earliest due time in the store; commits that bring an earlier one wake it.
final class DueTimer: Sendable {
    /// What one sweep found.
    enum Report: Sendable {
        /// Something was due, and more may be.
        case busy
        /// Nothing is due before that time; nil: nothing at all.
        case idle(until: Timestamp?)
        /// What is due is in the hands of another node, or nothing came of it.
        case held
    }

    private enum Next {
        case sweep(after: Duration)
        case sleep(until: Timestamp?)
        case lookAgain
        case end
    }

    /// How long another node is left alone with what it holds: the shortest at first, then twice as long each time.
    private static let patience = Duration.milliseconds(50)...Duration.seconds(1)

    private let timer: WakeTimer
    private let time: any TimeSource
    private let purpose: String
    private let logger: Logger
    private let rest: ClosedRange<Duration>?
    private let sweep: @Sendable () async throws -> Report

    /// - Parameters:
    ///   - purpose: what is swept, for the log.
    ///   - time: the store's.
    ///   - rest: after a sweep that found something the timer rests as long as the sweep took, within these bounds, so
    ///     that it leaves half of the store's time to others; nil: it never rests.
    init(
        _ purpose: String, time: any TimeSource, logger: Logger, rest: ClosedRange<Duration>? = nil,
        sweep: @escaping @Sendable () async throws -> Report
    ) {
        self.purpose = purpose
        self.time = time
        self.logger = logger
        self.rest = rest
        self.sweep = sweep
        timer = WakeTimer(time: time)
    }

    /// Called for each committed record that time will act on.
    func note(_ moment: Timestamp) {
        timer.request(moment)
    }

    /// Called when it is not known what is due.
    func sweepNow() {
        timer.request(.minimum)
    }

    /// Called when the clock was set.
    func recheck() {
        timer.recheck()
    }

    /// Sweeps until the task is cancelled; the first sweep comes at once, for what fell due while nobody ran.
    func run() async {
        var pause = Self.patience.lowerBound
        while !Task.isCancelled {
            switch await sweepOnce() {
            case .sweep(let span):
                pause = Self.patience.lowerBound
                // Not the wake timer: what is noted meanwhile would end the rest.
                if span > .zero { try? await time.sleep(until: time.now + span) }
            case .sleep(let next):
                pause = Self.patience.lowerBound
                if let next { timer.request(next) }
                await timer.sleep()
            case .lookAgain:
                timer.request(time.now + pause)
                await timer.sleep()
                pause = min(pause * 2, Self.patience.upperBound)
            case .end: return
            }
        }
    }

    private func sweepOnce() async -> Next {
        let start = time.now
        do {
            switch try await sweep() {
            case .busy: return .sweep(after: span(of: rest, since: start))
            case .idle(let next): return .sleep(until: next)
            case .held: return .lookAgain
            }
        } catch is CancellationError {
            return .end
        } catch let error as ServiceError where error.reason == .shuttingDown {
            return .end
        } catch {
            logger.error(
                "What is due could not be handled; trying again in 1 s",
                metadata: ["timer": "\(purpose)", "error": "\((error as? ServiceError)?.message ?? "\(error)")"])
            return .sleep(until: time.now + .seconds(1))
        }
    }

    private func span(of rest: ClosedRange<Duration>?, since start: Timestamp) -> Duration {
        guard let rest else { return .zero }
        return min(max(time.now.since(start), rest.lowerBound), rest.upperBound)
    }
}
