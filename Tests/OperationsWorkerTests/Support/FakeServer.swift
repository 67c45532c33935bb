import OperationsAPI
import OperationsClient
import OperationsCore
import OperationsWire
import SwiftProtobuf
import Synchronization

@testable import OperationsWorker

/// A server of which a test says what it answers, and which tells the test what it was asked.
final class FakeServer: WorkerCalls {
    enum Call: Hashable, Sendable {
        case lease(max: Int32, names: [String])
        case heartbeat(String, percent: Int32?, message: String?)
        case complete(String, response: [UInt8])
        case fail(String, code: Int32, retryable: Bool?)
        case release(String)
    }

    private struct State {
        var ready: [Longrun_V1_Lease] = []
        var leaseErrors: [ClientError] = []
        var heartbeatAnswers: [Result<Bool, ClientError>] = []
        var reportErrors: [ClientError] = []
    }

    private let state = Mutex(State())
    private let workArrived = Gate()
    private let log = Mutex<[Call]>([])
    private let wasCalled = Gate()

    /// Waits for the next call; each is given once, in order. Nil when the test is cancelled.
    func next() async -> Call? {
        while !Task.isCancelled {
            let call = log.withLock { log in
                if log.count <= 1 { wasCalled.close() }
                return log.isEmpty ? nil : log.removeFirst()
            }
            if let call { return call }
            await wasCalled.wait()
        }
        return nil
    }

    private func note(_ call: Call) {
        log.withLock { log in
            log.append(call)
            wasCalled.open()
        }
    }

    func add(_ names: String...) {
        state.withLock { state in
            for name in names {
                var lease = Longrun_V1_Lease()
                lease.name = name
                lease.leaseToken = "token of \(name)"
                lease.attempt = 1
                state.ready.append(lease)
            }
        }
        workArrived.open()
    }

    func refuseLeases(_ errors: ClientError...) { state.withLock { $0.leaseErrors = errors } }
    func answerHeartbeats(_ answers: Result<Bool, ClientError>...) { state.withLock { $0.heartbeatAnswers = answers } }
    func refuseReports(_ errors: ClientError...) { state.withLock { $0.reportErrors = errors } }

    /// Waits, as the real one does, until there is work.
    func lease(_ request: Longrun_V1_LeaseOperationsRequest) async throws -> [Longrun_V1_Lease] {
        note(.lease(max: request.maxOperations, names: request.names))
        if let error = state.withLock({ $0.leaseErrors.isEmpty ? nil : $0.leaseErrors.removeFirst() }) { throw error }
        await workArrived.wait()
        try Task.checkCancellation()
        return state.withLock { state in
            let leases = Array(state.ready.prefix(Int(request.maxOperations)))
            state.ready.removeFirst(leases.count)
            if state.ready.isEmpty { workArrived.close() }
            return leases
        }
    }

    func heartbeat(
        _ request: Longrun_V1_HeartbeatRequest, timeout: Duration
    ) async throws -> Longrun_V1_HeartbeatResponse {
        note(
            .heartbeat(
                request.name, percent: request.hasProgressPercent ? request.progressPercent : nil,
                message: request.hasStatusMessage ? request.statusMessage : nil))
        let answer = state.withLock {
            $0.heartbeatAnswers.isEmpty ? .success(false) : $0.heartbeatAnswers.removeFirst()
        }
        var response = Longrun_V1_HeartbeatResponse()
        response.cancelRequested = try answer.get()
        return response
    }

    func complete(_ request: Longrun_V1_CompleteOperationRequest) async throws -> Google_Longrunning_Operation {
        note(.complete(request.name, response: [UInt8](request.response.value)))
        return try report(nil)
    }

    func fail(_ request: Longrun_V1_FailOperationRequest) async throws -> Google_Longrunning_Operation {
        note(
            .fail(request.name, code: request.error.code, retryable: request.hasRetryable ? request.retryable : nil))
        return try report(request.error)
    }

    func release(_ request: Longrun_V1_ReleaseOperationRequest) async throws {
        note(.release(request.name))
        _ = try report(nil)
    }

    private func report(_ error: Google_Rpc_Status?) throws -> Google_Longrunning_Operation {
        if let error = state.withLock({ $0.reportErrors.isEmpty ? nil : $0.reportErrors.removeFirst() }) { throw error }
        var operation = Google_Longrunning_Operation()
        operation.done = true
        if let error { operation.error = error }
        return operation
    }
}

extension ClientError {
    static let unreachable = ClientError(
        status: Google_Rpc_Status(.unavailable, "connection refused"), endpoint: Endpoint(host: "test"),
        isUnreachable: true)

    static func refused(_ reason: ErrorReason) -> ClientError {
        ClientError(status: Google_Rpc_Status(ServiceError(reason, "refused")), endpoint: Endpoint(host: "test"))
    }
}
