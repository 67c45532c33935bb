import GRPCCore
import OperationsAPI
import OperationsCore
import OperationsEngine
import OperationsWire

/// longrun.v1.Producer.
struct ProducerService: Longrun_V1_Producer.SimpleServiceProtocol {
    let engine: OperationEngine

    func startOperation(
        request: Longrun_V1_StartOperationRequest, context: ServerContext
    ) async throws -> Google_Longrunning_Operation {
        let start = try StartRequest(request, from: .binary, defaults: engine.settings.retryPolicy)
        guard !request.validateOnly else {
            try await engine.validate(start)
            return .validated
        }
        return Google_Longrunning_Operation(try await engine.start(start))
    }

    func batchStartOperations(
        request: Longrun_V1_BatchStartOperationsRequest, context: ServerContext
    ) async throws -> Longrun_V1_BatchStartOperationsResponse {
        let parent = try Parent(request.parent)
        let starts = try StartRequest.batch(request, from: .binary, defaults: engine.settings.retryPolicy)
        return Longrun_V1_BatchStartOperationsResponse(try await engine.start(starts, parent: parent))
    }
}
