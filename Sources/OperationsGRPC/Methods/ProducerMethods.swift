import NetworkDoor
import OperationsAPI
import OperationsCore
import OperationsEngine
import OperationsWire

/// longrun.v1.Producer.
extension TypedMethods {
    mutating func addProducer(_ engine: OperationEngine) {
        typealias Method = Longrun_V1_Producer.Method
        let codec = codec
        unary(Method.StartOperation.descriptor) { (request: Longrun_V1_StartOperationRequest) in
            let start = try StartRequest(request, from: codec, defaults: engine.settings.retryPolicy)
            guard !request.validateOnly else {
                try await engine.validate(start)
                return Google_Longrunning_Operation.validated(as: codec)
            }
            return Google_Longrunning_Operation(try await engine.start(start), as: codec)
        }
        unary(Method.BatchStartOperations.descriptor) { (request: Longrun_V1_BatchStartOperationsRequest) in
            let parent = try Parent(request.parent)
            let starts = try StartRequest.batch(request, from: codec, defaults: engine.settings.retryPolicy)
            return Longrun_V1_BatchStartOperationsResponse(
                try await engine.start(starts, parent: parent), as: codec)
        }
    }
}
