public import OperationsAPI
import SwiftProtobuf

/// The calls of a worker. `OperationsWorker` makes them for you.
extension OperationsClient {
    private var worker: Longrun_V1_Worker.Client<Transport> { .init(wrapping: connection) }

    /// Leases operations that are ready, and waits for some as long as `wait_timeout` says.
    ///
    /// - Returns: the leases; none if there was no work in time.
    public func lease(_ request: Longrun_V1_LeaseOperationsRequest) async throws -> [Longrun_V1_Lease] {
        let wait = Duration.seconds(request.waitTimeout.seconds) + .nanoseconds(Int64(request.waitTimeout.nanos))
        let answer = try await call(timeout: wait + Self.callTimeout) {
            try await worker.leaseOperations(request, options: $0)
        }
        return answer.leases
    }

    /// Extends a lease, reports progress, and learns whether cancellation was requested.
    ///
    /// - Parameter timeout: how long to wait for the answer; default 30 s.
    public func heartbeat(
        _ request: Longrun_V1_HeartbeatRequest, timeout: Duration = .seconds(30)
    ) async throws -> Longrun_V1_HeartbeatResponse {
        try await call(timeout: timeout) { try await worker.heartbeat(request, options: $0) }
    }

    /// Ends an operation with a response. Safe to repeat.
    @discardableResult
    public func complete(
        _ request: Longrun_V1_CompleteOperationRequest
    ) async throws -> Google_Longrunning_Operation {
        try await call { try await worker.completeOperation(request, options: $0) }
    }

    /// Ends an attempt with an error. Safe to repeat.
    @discardableResult
    public func fail(_ request: Longrun_V1_FailOperationRequest) async throws -> Google_Longrunning_Operation {
        try await call { try await worker.failOperation(request, options: $0) }
    }

    /// Gives an operation back, uncounted. Safe to repeat.
    public func release(_ request: Longrun_V1_ReleaseOperationRequest) async throws {
        _ = try await call { try await worker.releaseOperation(request, options: $0) }
    }
}
