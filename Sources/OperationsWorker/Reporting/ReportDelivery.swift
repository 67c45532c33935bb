import OperationsAPI
import OperationsClient
import OperationsCore
import SwiftProtobuf

/// Tells the server how an attempt ended, again and again while it cannot be reached, until the lease is over.
struct ReportDelivery: Sendable {
    let lease: Longrun_V1_Lease
    let calls: any WorkerCalls
    let time: any WorkerTime

    /// - Parameter end: when to give up, in worker time.
    func deliver(_ report: AttemptReport, until end: Duration) async -> AttemptEnd {
        var report = report
        var backoff = Backoff(first: .milliseconds(250), longest: .seconds(5))
        while true {
            do {
                return try await send(report)
            } catch {
                switch ReportVerdict(error, report) {
                case .drop(let reason): return .dropped(reason)
                case .replace(let other): report = other
                case .giveUp(let error): return .unreported(error)
                case .retry(let error):
                    guard time.now < end else { return .unreported(error) }
                    await time.sleep(until: time.now + backoff.next(random: .random(in: 0..<1)))
                }
            }
        }
    }

    private func send(_ report: AttemptReport) async throws -> AttemptEnd {
        switch report {
        case .complete(let response): return try await complete(response)
        case .fail(let status, let retryable): return try await fail(status, retryable)
        case .release(let delay): return try await release(delay)
        case .nothing(let reason): return .dropped(reason)
        }
    }

    private func complete(_ response: Google_Protobuf_Any?) async throws -> AttemptEnd {
        var request = Longrun_V1_CompleteOperationRequest()
        request.name = lease.name
        request.leaseToken = lease.leaseToken
        if let response { request.response = response }
        _ = try await calls.complete(request)
        return .completed
    }

    private func fail(_ status: Google_Rpc_Status, _ retryable: Bool?) async throws -> AttemptEnd {
        var request = Longrun_V1_FailOperationRequest()
        request.name = lease.name
        request.leaseToken = lease.leaseToken
        request.error = status
        if let retryable { request.retryable = retryable }
        let operation = try await calls.fail(request)
        let isCancelled = operation.done && operation.error.code == StatusCode.cancelled.rawValue
        return isCancelled ? .cancelled : .failed(status, isLast: operation.done)
    }

    private func release(_ delay: Duration) async throws -> AttemptEnd {
        var request = Longrun_V1_ReleaseOperationRequest()
        request.name = lease.name
        request.leaseToken = lease.leaseToken
        if delay > .zero { request.delay = Google_Protobuf_Duration(rounding: delay) }
        try await calls.release(request)
        return .released
    }
}
