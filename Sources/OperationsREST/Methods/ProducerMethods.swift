import OperationsAPI
import OperationsCore
import OperationsEngine
import OperationsWire

/// longrun.v1.Producer over REST.
extension RESTMethods {
    mutating func addProducer(_ engine: OperationEngine) {
        typealias Method = Longrun_V1_Producer.Method
        add(Method.StartOperation.descriptor, answering: Google_Longrunning_Operation.self) {
            (request: Longrun_V1_StartOperationRequest, call) in
            let start = try StartRequest(
                request, from: call.requestCodec, defaults: engine.settings.retryPolicy)
            guard !request.validateOnly else {
                try await engine.validate(start)
                return .message(Google_Longrunning_Operation.validated(as: call.answerCodec))
            }
            return .operation(try await engine.start(start))
        }
        unary(Method.BatchStartOperations.descriptor) { (request: Longrun_V1_BatchStartOperationsRequest, call) in
            let parent = try Parent(request.parent)
            let starts = try StartRequest.batch(
                request, from: call.requestCodec, defaults: engine.settings.retryPolicy)
            return Longrun_V1_BatchStartOperationsResponse(
                try await engine.start(starts, parent: parent), as: call.answerCodec)
        }
    }
}
