import OperationsAPI
import OperationsClient
import SwiftProtobuf

/// Keeps one lease alive until its task is cancelled or the lease is lost.
struct HeartbeatLoop: Sendable {
    let lease: Longrun_V1_Lease
    let leaseDuration: Duration
    let calls: any WorkerCalls
    let time: any WorkerTime
    let progress: ProgressReporter
    let control: AttemptControl

    /// - Returns: when the lease runs out, in worker time.
    func run() async -> Duration {
        var plan = HeartbeatPlan(leaseDuration: leaseDuration, now: time.now)
        while !Task.isCancelled {
            let hasReport = progress.hasReport
            switch plan.step(now: time.now, hasReport: hasReport) {
            case .beat: await beat(&plan)
            case .wait(let due): await sleep(until: due, orReport: !hasReport)
            case .leaseIsOver: control.stop(.leaseLost)
            }
            if let reason = control.reason, reason >= .operationDeleted { break }
        }
        return plan.expiry
    }

    private func sleep(until due: Duration, orReport: Bool) async {
        guard orReport else { return await time.sleep(until: due) }
        await firstOf({ await time.sleep(until: due) }, { await progress.wait() })
    }

    private func beat(_ plan: inout HeartbeatPlan) async {
        let report = progress.take()
        let sent = time.now
        switch await send(report, timeout: plan.expiry - sent) {
        case .extended(let cancelRequested):
            plan.succeeded(sent: sent, withReport: report != nil)
            if cancelRequested { control.stop(.cancelRequested) }
        case .lost(let reason):
            control.stop(reason)
        case .retry:
            if let report { progress.putBack(report) }
            plan.failed(now: time.now, random: .random(in: 0..<1))
        case .refused:
            plan.failed(now: time.now, random: .random(in: 0..<1))
        }
    }

    private func send(_ report: ProgressReport?, timeout: Duration) async -> HeartbeatVerdict {
        do {
            let request = Longrun_V1_HeartbeatRequest(lease, leaseDuration: leaseDuration, report)
            let answer = try await calls.heartbeat(request, timeout: min(timeout, .seconds(30)))
            return .extended(cancelRequested: answer.cancelRequested)
        } catch {
            return HeartbeatVerdict(error)
        }
    }
}

extension Longrun_V1_HeartbeatRequest {
    init(_ lease: Longrun_V1_Lease, leaseDuration: Duration, _ report: ProgressReport?) {
        self.init()
        name = lease.name
        leaseToken = lease.leaseToken
        self.leaseDuration = Google_Protobuf_Duration(rounding: leaseDuration)
        if let percent = report?.percent { progressPercent = Int32(percent) }
        if let message = report?.message { statusMessage = message }
        if let metadata = report?.metadata { self.metadata = metadata }
    }
}
