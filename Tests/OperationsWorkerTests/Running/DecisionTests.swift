import OperationsAPI
import OperationsClient
import OperationsCore
import Testing

@testable import OperationsWorker

@Suite("What is reported of an attempt")
struct AttemptReportTests {
    private let failure = Google_Rpc_Status(.aborted, "no")

    @Test("follows from its outcome when nothing stopped it")
    func plain() {
        #expect(AttemptReport(.succeeded(nil), stopped: nil) == .complete(nil))
        #expect(AttemptReport(.failed(failure, retryable: true), stopped: nil) == .fail(failure, retryable: true))
        #expect(AttemptReport(.released(delay: .seconds(3)), stopped: nil) == .release(delay: .seconds(3)))
        #expect(AttemptReport(.cancelled("c"), stopped: nil) == .fail(.init(.cancelled, "c"), retryable: false))
    }

    @Test("is a response even if cancellation was requested, else the cancellation")
    func cancelRequested() {
        #expect(AttemptReport(.succeeded(nil), stopped: .cancelRequested) == .complete(nil))
        #expect(
            AttemptReport(.failed(failure, retryable: nil), stopped: .cancelRequested) == .fail(failure, retryable: nil)
        )
        #expect(
            AttemptReport(.cancelled("c"), stopped: .cancelRequested) == .fail(.init(.cancelled, "c"), retryable: false)
        )
    }

    @Test("is a release when the worker shut down")
    func shutdown() {
        #expect(AttemptReport(.cancelled("c"), stopped: .shutdown) == .release(delay: .zero))
        #expect(AttemptReport(.succeeded(nil), stopped: .shutdown) == .complete(nil))
    }

    @Test("is nothing when nobody would take it", arguments: [StopReason.leaseLost, .operationDeleted])
    func lost(reason: StopReason) {
        #expect(AttemptReport(.succeeded(nil), stopped: reason) == .nothing(reason))
        #expect(AttemptReport(.cancelled("c"), stopped: reason) == .nothing(reason))
    }

    @Test("has the strongest of the reasons to stop")
    func strongest() {
        let control = AttemptControl()
        control.stop(.cancelRequested)
        control.stop(.shutdown)
        #expect(control.reason == .cancelRequested)
        control.stop(.leaseLost)
        #expect(control.reason == .leaseLost)
    }
}

@Suite("The plan of heartbeats")
struct HeartbeatPlanTests {
    private var plan = HeartbeatPlan(leaseDuration: .seconds(30), now: .seconds(100))

    @Test("renews at a third")
    mutating func renewal() {
        #expect(plan.step(now: .seconds(100), hasReport: false) == .wait(until: .seconds(110)))
        #expect(plan.step(now: .seconds(110), hasReport: false) == .beat)
        plan.succeeded(sent: .seconds(110), withReport: false)
        #expect(plan.step(now: .seconds(111), hasReport: false) == .wait(until: .seconds(120)))
        #expect(plan.expiry == .seconds(140))
    }

    @Test("is never silent for more than 10 s, so that cancellation is learnt in time")
    func longLease() {
        let plan = HeartbeatPlan(leaseDuration: .seconds(3_600), now: .zero)
        #expect(plan.step(now: .zero, hasReport: false) == .wait(until: .seconds(10)))
    }

    @Test("sends a report at once, then at most two a second")
    mutating func reports() {
        #expect(plan.step(now: .seconds(101), hasReport: true) == .beat)
        plan.succeeded(sent: .seconds(101), withReport: true)
        #expect(plan.step(now: .seconds(101), hasReport: true) == .wait(until: .milliseconds(101_500)))
        #expect(plan.step(now: .milliseconds(101_500), hasReport: true) == .beat)
        #expect(plan.step(now: .seconds(110), hasReport: false) == .wait(until: .seconds(111)))
    }

    @Test("repeats what failed after a pause that grows")
    mutating func retries() {
        plan.failed(now: .seconds(110), random: 1)
        #expect(plan.step(now: .seconds(110), hasReport: true) == .wait(until: .milliseconds(110_250)))
        #expect(plan.step(now: .milliseconds(110_250), hasReport: true) == .beat)
        plan.failed(now: .seconds(111), random: 1)
        #expect(plan.step(now: .seconds(111), hasReport: false) == .wait(until: .milliseconds(111_500)))
    }

    @Test("ends with the lease")
    mutating func end() {
        plan.failed(now: .milliseconds(129_900), random: 1)
        #expect(plan.step(now: .milliseconds(129_900), hasReport: false) == .wait(until: .seconds(130)))
        #expect(plan.step(now: .seconds(130), hasReport: true) == .leaseIsOver)
    }
}

@Suite("An error")
struct VerdictTests {
    @Test(
        "of a heartbeat is a lost lease, a deleted operation, a refusal, or worth another try",
        arguments: [
            (ErrorReason.leaseLost, HeartbeatVerdict.lost(.leaseLost)),
            (.operationDeleted, .lost(.operationDeleted)), (.operationNotFound, .lost(.operationDeleted)),
            (.payloadTooLarge, .refused), (.storeUnavailable, .retry), (.serverBusy, .retry), (.internalFault, .retry),
        ])
    func heartbeat(reason: ErrorReason, verdict: HeartbeatVerdict) {
        #expect(HeartbeatVerdict(ClientError.refused(reason)) == verdict)
        #expect(HeartbeatVerdict(ClientError.unreachable) == .retry)
    }

    @Test("of a report decides what is done with it")
    func report() {
        let complete = AttemptReport.complete(nil)
        #expect(ReportVerdict(ClientError.unreachable, complete) == .retry(.unreachable))
        #expect(ReportVerdict(ClientError.refused(.leaseLost), complete) == .drop(.leaseLost))
        guard case .replace(.fail(let status, false)) = ReportVerdict(ClientError.refused(.payloadTooLarge), complete)
        else {
            Issue.record("a refused response becomes a failure")
            return
        }
        #expect(status.code == StatusCode.invalidArgument.rawValue)
        let release = AttemptReport.release(delay: .zero)
        let refusal = ClientError.refused(.invalidField)
        #expect(ReportVerdict(refusal, release) == .giveUp(refusal))
    }

    @Test("of a lease call ends the worker only when asking again is pointless")
    func lease() {
        if case .retry = LeaseAnswer(ClientError.unreachable) {} else { Issue.record("unreachable") }
        if case .retry = LeaseAnswer(ClientError.refused(.internalFault)) {} else { Issue.record("internal") }
        if case .refused = LeaseAnswer(ClientError.refused(.invalidField)) {} else { Issue.record("invalid") }
        if case .stopped = LeaseAnswer(CancellationError()) {} else { Issue.record("cancelled") }
    }
}
