import OperationsAPI
import OperationsCore

/// Runs one attempt: the work, its heartbeats, and the report at the end.
struct AttemptRun: Sendable {
    let lease: Longrun_V1_Lease
    let configuration: WorkerConfiguration
    let calls: any WorkerCalls
    let time: any WorkerTime
    let handler: AttemptHandler
    /// Opens when a shutdown has waited long enough.
    let terminate: Gate

    private enum Part: Sendable {
        case worked(AttemptOutcome)
        case heartbeats(expiry: Duration)
        case watched
    }

    func run() async -> AttemptEnd {
        let control = AttemptControl()
        let progress = ProgressReporter()
        if lease.cancelRequested { control.stop(.cancelRequested) }
        let (outcome, expiry) = await work(control, progress)
        let reason = control.reason ?? (Task.isCancelled ? .shutdown : nil)
        let report = AttemptReport(outcome, stopped: reason)
        let isHurried = Task.isCancelled
        // Cancellation must not keep the outcome from the server: an operation that was worked on would be worked on
        // again. So this one write is not part of the cancelled task.
        return await Task {
            if let last = progress.take(), !isHurried { await sendLast(last) }
            let delivery = ReportDelivery(lease: lease, calls: calls, time: time)
            return await delivery.deliver(report, until: isHurried ? min(expiry, time.now + .seconds(5)) : expiry)
        }.value
    }

    private func work(
        _ control: AttemptControl, _ progress: ProgressReporter
    ) async -> (outcome: AttemptOutcome, expiry: Duration) {
        let heartbeats = HeartbeatLoop(
            lease: lease, leaseDuration: configuration.leaseDuration, calls: calls, time: time, progress: progress,
            control: control)
        var outcome = AttemptOutcome.cancelled("The attempt was stopped.")
        var expiry = time.now
        await withTaskGroup(of: Part.self) { group in
            group.addTask { .heartbeats(expiry: await heartbeats.run()) }
            group.addTask {
                await terminate.wait()
                if terminate.isOpen { control.stop(.shutdown) }
                return .watched
            }
            group.addTask { .worked(await handle(control, progress)) }
            for await part in group {
                switch part {
                case .worked(let result):
                    outcome = result
                    group.cancelAll()
                case .heartbeats(let end): expiry = end
                case .watched: break
                }
            }
        }
        return (outcome, expiry)
    }

    /// Runs the handler in a task that is cancelled when the attempt is to stop.
    private func handle(_ control: AttemptControl, _ progress: ProgressReporter) async -> AttemptOutcome {
        await withTaskGroup(of: AttemptOutcome?.self) { group in
            group.addTask {
                await control.wait()
                return nil
            }
            group.addTask { await result(progress) }
            var outcome: AttemptOutcome?
            for await result in group {
                outcome = result ?? outcome
                group.cancelAll()
            }
            return outcome ?? .cancelled("The attempt was stopped.")
        }
    }

    private func result(_ progress: ProgressReporter) async -> AttemptOutcome {
        do {
            return try await handler(lease, progress)
        } catch is CancellationError {
            return .cancelled("The attempt was stopped.")
        } catch {
            return .failed(.init(.unknown, "\(error)"), retryable: nil)
        }
    }

    /// Sends what was reported just before the end. Losing it spoils nothing.
    private func sendLast(_ report: ProgressReport) async {
        let request = Longrun_V1_HeartbeatRequest(lease, leaseDuration: configuration.leaseDuration, report)
        _ = try? await calls.heartbeat(request, timeout: .seconds(5))
    }
}
