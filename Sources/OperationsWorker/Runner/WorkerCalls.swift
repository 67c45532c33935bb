import OperationsAPI
import OperationsClient

/// The calls that a worker makes; tests answer them without a server.
protocol WorkerCalls: Sendable {
    func lease(_ request: Longrun_V1_LeaseOperationsRequest) async throws -> [Longrun_V1_Lease]
    func heartbeat(
        _ request: Longrun_V1_HeartbeatRequest, timeout: Duration
    ) async throws -> Longrun_V1_HeartbeatResponse
    func complete(_ request: Longrun_V1_CompleteOperationRequest) async throws -> Google_Longrunning_Operation
    func fail(_ request: Longrun_V1_FailOperationRequest) async throws -> Google_Longrunning_Operation
    func release(_ request: Longrun_V1_ReleaseOperationRequest) async throws
}

extension OperationsClient: WorkerCalls {}
