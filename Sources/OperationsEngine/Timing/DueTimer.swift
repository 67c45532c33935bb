import Logging
import OperationsCore

/// Lets time act on what is stored: lease expiry, deadlines, scheduled starts, retries, retention.
///
/// Sleeps until the earliest due time in the store; commits that bring an earlier one wake it.
final class DueTimer: Sendable {
    /// What one sweep found.
    struct Report: Sendable {
        var isComplete: Bool
        var nextDueTime: Timestamp?
    }

    private let timer: WakeTimer
    private let time: any TimeSource
    private let logger: Logger
    private let sweep: @Sendable () async throws -> Report

    init(time: any TimeSource, logger: Logger, sweep: @escaping @Sendable () async throws -> Report) {
        self.time = time
        self.logger = logger
        self.sweep = sweep
        timer = WakeTimer(time: time)
    }

    /// Called for each committed record that time will act on.
    func note(_ moment: Timestamp) {
        timer.request(moment)
    }

    /// Sweeps until the task is cancelled; the first sweep comes at once, for what fell due while nobody ran.
    func run() async {
        while !Task.isCancelled {
            do {
                let report = try await sweep()
                if !report.isComplete { continue }
                if let next = report.nextDueTime { timer.request(next) }
            } catch is CancellationError {
                return
            } catch let error as ServiceError where error.reason == .shuttingDown {
                return
            } catch {
                logger.error(
                    "Due operations could not be handled; trying again in 1 s", metadata: ["error": "\(error)"])
                timer.request(time.now + .seconds(1))
            }
            await timer.sleep()
        }
    }
}
