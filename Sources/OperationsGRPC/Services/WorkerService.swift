import GRPCCore
import OperationsAPI
import OperationsCore
import OperationsEngine
import OperationsWire
import SwiftProtobuf

/// longrun.v1.Worker.
struct WorkerService: Longrun_V1_Worker.ServiceProtocol {
    let engine: OperationEngine

    func leaseOperations(
        request: ServerRequest<Longrun_V1_LeaseOperationsRequest>, context: ServerContext
    ) async throws -> ServerResponse<Longrun_V1_LeaseOperationsResponse> {
        let lease = try LeaseRequest(request.message)
        let records = try await withCallContext(request.metadata) { call in
            try await engine.lease(lease, context: call)
        }
        return ServerResponse(message: Longrun_V1_LeaseOperationsResponse(records))
    }

    func heartbeat(
        request: ServerRequest<Longrun_V1_HeartbeatRequest>, context: ServerContext
    ) async throws -> ServerResponse<Longrun_V1_HeartbeatResponse> {
        let beat = try Heartbeat(request.message, from: .binary)
        return ServerResponse(
            message: Longrun_V1_HeartbeatResponse(try await engine.heartbeat(request.message.name, beat)))
    }

    func completeOperation(
        request: ServerRequest<Longrun_V1_CompleteOperationRequest>, context: ServerContext
    ) async throws -> ServerResponse<Google_Longrunning_Operation> {
        let record = try await engine.complete(CompletionReport(request.message, from: .binary))
        return ServerResponse(message: Google_Longrunning_Operation(record))
    }

    func failOperation(
        request: ServerRequest<Longrun_V1_FailOperationRequest>, context: ServerContext
    ) async throws -> ServerResponse<Google_Longrunning_Operation> {
        let record = try await engine.fail(FailureReport(request.message, from: .binary))
        return ServerResponse(message: Google_Longrunning_Operation(record))
    }

    func releaseOperation(
        request: ServerRequest<Longrun_V1_ReleaseOperationRequest>, context: ServerContext
    ) async throws -> ServerResponse<Google_Protobuf_Empty> {
        let message = request.message
        try await engine.release(
            message.name, token: message.leaseToken, delay: try Duration(message.delay, field: "delay"))
        return ServerResponse(message: Google_Protobuf_Empty())
    }

    func batchCompleteOperations(
        request: ServerRequest<Longrun_V1_BatchCompleteOperationsRequest>, context: ServerContext
    ) async throws -> ServerResponse<Longrun_V1_BatchCompleteOperationsResponse> {
        let reports = CompletionReport.batch(request.message, from: .binary)
        let results = try await engine.complete(reports, parent: try Parent(request.message.parent))
        return ServerResponse(message: Longrun_V1_BatchCompleteOperationsResponse(results))
    }
}
