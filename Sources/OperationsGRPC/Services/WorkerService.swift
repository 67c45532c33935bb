import GRPCCore
import OperationsAPI
import OperationsCore
import OperationsEngine
import OperationsWire
import SwiftProtobuf

/// longrun.v1.Worker.
struct WorkerService: RegistrableRPCService {
    private typealias Method = Longrun_V1_Worker.Method

    let engine: OperationEngine
    let maxRequestBytes: Int

    func registerMethods<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
        router.unary(Method.LeaseOperations.descriptor, maxRequestBytes) { try await lease($0, $1) }
        router.unary(Method.Heartbeat.descriptor, maxRequestBytes) { try await heartbeat($0, $1) }
        router.unary(Method.CompleteOperation.descriptor, maxRequestBytes) { try await complete($0, $1) }
        router.unary(Method.FailOperation.descriptor, maxRequestBytes) { try await fail($0, $1) }
        router.unary(Method.ReleaseOperation.descriptor, maxRequestBytes) { try await release($0, $1) }
        router.unary(Method.BatchCompleteOperations.descriptor, maxRequestBytes) { try await batchComplete($0, $1) }
    }

    private func lease(
        _ request: Longrun_V1_LeaseOperationsRequest, _ metadata: Metadata
    ) async throws -> Longrun_V1_LeaseOperationsResponse {
        let lease = try LeaseRequest(request)
        let records = try await withCallContext(metadata) { context in
            try await engine.lease(lease, context: context)
        }
        return Longrun_V1_LeaseOperationsResponse(records)
    }

    private func heartbeat(
        _ request: Longrun_V1_HeartbeatRequest, _: Metadata
    ) async throws -> Longrun_V1_HeartbeatResponse {
        let beat = try Heartbeat(request, from: .binary)
        return Longrun_V1_HeartbeatResponse(try await engine.heartbeat(request.name, beat))
    }

    private func complete(
        _ request: Longrun_V1_CompleteOperationRequest, _: Metadata
    ) async throws -> Google_Longrunning_Operation {
        Google_Longrunning_Operation(try await engine.complete(CompletionReport(request, from: .binary)))
    }

    private func fail(
        _ request: Longrun_V1_FailOperationRequest, _: Metadata
    ) async throws -> Google_Longrunning_Operation {
        Google_Longrunning_Operation(try await engine.fail(FailureReport(request, from: .binary)))
    }

    private func release(
        _ request: Longrun_V1_ReleaseOperationRequest, _: Metadata
    ) async throws -> Google_Protobuf_Empty {
        try await engine.release(
            request.name, token: request.leaseToken, delay: try Duration(request.delay, field: "delay"))
        return Google_Protobuf_Empty()
    }

    private func batchComplete(
        _ request: Longrun_V1_BatchCompleteOperationsRequest, _: Metadata
    ) async throws -> Longrun_V1_BatchCompleteOperationsResponse {
        let results = try await engine.complete(
            CompletionReport.batch(request, from: .binary), parent: try Parent(request.parent))
        return Longrun_V1_BatchCompleteOperationsResponse(results)
    }
}
