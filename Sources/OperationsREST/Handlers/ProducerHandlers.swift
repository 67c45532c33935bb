import OperationsAPI
import OperationsCore
import OperationsEngine
import OperationsWire

/// longrun.v1.Producer over REST.
extension RESTHandlers {
    func startOperation(_ parent: String, _ call: RESTCall) async throws -> RESTAnswer {
        var message = try call.message(Longrun_V1_StartOperationRequest.self)
        try bind(parent, \.parent, "parent", in: &message)
        let start = try StartRequest(message, from: codec, defaults: engine.settings.retryPolicy)
        guard !message.validateOnly else {
            try await engine.validate(start)
            return .message(Google_Longrunning_Operation.validated(as: codec))
        }
        return .json(OperationJSON.bytes(try await engine.start(start), codec))
    }

    func batchStart(_ parent: String, _ call: RESTCall) async throws -> RESTAnswer {
        var message = try call.message(Longrun_V1_BatchStartOperationsRequest.self)
        try bind(parent, \.parent, "parent", in: &message)
        let starts = try StartRequest.batch(message, from: codec, defaults: engine.settings.retryPolicy)
        let records = try await engine.start(starts, parent: try Parent(parent))
        return .message(Longrun_V1_BatchStartOperationsResponse(records, as: codec))
    }
}
