import OperationsAPI
import OperationsCore
import OperationsEngine
import OperationsWire

/// longrun.v1.Worker over REST.
extension RESTHandlers {
    func lease(_ parent: String, _ call: RESTCall) async throws -> RESTAnswer {
        var message = try call.message(Longrun_V1_LeaseOperationsRequest.self)
        try bind(parent, \.parent, "parent", in: &message)
        let records = try await engine.lease(try LeaseRequest(message), context: call.context)
        return .message(Longrun_V1_LeaseOperationsResponse(records, as: codec))
    }

    func heartbeat(_ name: String, _ call: RESTCall) async throws -> RESTAnswer {
        var message = try call.message(Longrun_V1_HeartbeatRequest.self)
        try bind(name, \.name, "name", in: &message)
        let record = try await engine.heartbeat(name, try Heartbeat(message, from: codec))
        return .message(Longrun_V1_HeartbeatResponse(record))
    }

    func complete(_ name: String, _ call: RESTCall) async throws -> RESTAnswer {
        var message = try call.message(Longrun_V1_CompleteOperationRequest.self)
        try bind(name, \.name, "name", in: &message)
        let record = try await engine.complete(try CompletionReport(message, from: codec))
        return .json(OperationJSON.bytes(record, codec))
    }

    func fail(_ name: String, _ call: RESTCall) async throws -> RESTAnswer {
        var message = try call.message(Longrun_V1_FailOperationRequest.self)
        try bind(name, \.name, "name", in: &message)
        let record = try await engine.fail(try FailureReport(message, from: codec))
        return .json(OperationJSON.bytes(record, codec))
    }

    func release(_ name: String, _ call: RESTCall) async throws -> RESTAnswer {
        var message = try call.message(Longrun_V1_ReleaseOperationRequest.self)
        try bind(name, \.name, "name", in: &message)
        try await engine.release(
            name, token: message.leaseToken, delay: try Duration(message.delay, field: "delay"))
        return .empty
    }

    func batchComplete(_ parent: String, _ call: RESTCall) async throws -> RESTAnswer {
        var message = try call.message(Longrun_V1_BatchCompleteOperationsRequest.self)
        try bind(parent, \.parent, "parent", in: &message)
        let results = try await engine.complete(
            CompletionReport.batch(message, from: codec), parent: try Parent(parent))
        return .message(Longrun_V1_BatchCompleteOperationsResponse(results, as: codec))
    }
}
