import GRPCCore
import OperationsAPI
import OperationsCore
import OperationsEngine
import OperationsWire

/// longrun.v1.Producer.
struct ProducerService: RegistrableRPCService {
    private typealias Method = Longrun_V1_Producer.Method

    let engine: OperationEngine
    let maxRequestBytes: Int

    func registerMethods<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
        router.unary(Method.StartOperation.descriptor, maxRequestBytes) { try await start($0, $1) }
        router.unary(Method.BatchStartOperations.descriptor, maxRequestBytes) { try await batchStart($0, $1) }
    }

    private func start(
        _ request: Longrun_V1_StartOperationRequest, _: Metadata
    ) async throws -> Google_Longrunning_Operation {
        let start = try StartRequest(request, from: .binary, defaults: engine.settings.retryPolicy)
        guard !request.validateOnly else {
            try await engine.validate(start)
            return .validated
        }
        return Google_Longrunning_Operation(try await engine.start(start))
    }

    private func batchStart(
        _ request: Longrun_V1_BatchStartOperationsRequest, _: Metadata
    ) async throws -> Longrun_V1_BatchStartOperationsResponse {
        let parent = try Parent(request.parent)
        let starts = try StartRequest.batch(request, from: .binary, defaults: engine.settings.retryPolicy)
        return Longrun_V1_BatchStartOperationsResponse(try await engine.start(starts, parent: parent))
    }
}
