import OperationsAPI
import OperationsCore
import OperationsEngine
import OperationsWire
import SwiftProtobuf

/// google.longrunning.Operations over REST.
extension RESTHandlers {
    /// Some services bind List to the bare collection and pass the parent as a query parameter.
    func listOperations(_ parent: String, _ call: RESTCall) async throws -> RESTAnswer {
        try call.query.allow(["name", "filter", "page_size", "page_token", "return_partial_success"])
        _ = try call.query.flag("return_partial_success")
        let named = call.query.text("name")
        if !named.isEmpty, !parent.isEmpty, named != parent, named != parent + "/operations" {
            throw ServiceError.invalid("name", "The query names '\(named)', but the path '\(parent)'; leave it out.")
        }
        let page = try await engine.listOperations(
            under: parent.isEmpty ? named : parent, filter: call.query.text("filter"),
            pageSize: try call.query.integer("page_size"), pageToken: call.query.text("page_token"))
        return .json(OperationJSON.bytes(page, codec))
    }

    func getOperation(_ name: String, _ call: RESTCall) async throws -> RESTAnswer {
        try checkName(name, call, and: [])
        return .json(OperationJSON.bytes(try await engine.get(name), codec))
    }

    func deleteOperation(_ name: String, _ call: RESTCall) async throws -> RESTAnswer {
        try checkName(name, call, and: [])
        try await engine.delete(name)
        return .empty
    }

    func cancelOperation(_ name: String, _ call: RESTCall) async throws -> RESTAnswer {
        try checkName(name, call, and: [])
        var message = try RequestJSON.decode(Google_Longrunning_CancelOperationRequest.self, from: call.body)
        try bind(name, \.name, "name", in: &message)
        try await engine.cancel(name)
        return .empty
    }

    /// The timeout may stand in the body or in the query.
    func waitOperation(_ name: String, _ call: RESTCall) async throws -> RESTAnswer {
        try checkName(name, call, and: ["timeout"])
        var message = try RequestJSON.decode(Google_Longrunning_WaitOperationRequest.self, from: call.body)
        try bind(name, \.name, "name", in: &message)
        let timeout =
            message.hasTimeout
            ? try Duration(message.timeout, field: "timeout") : try call.query.duration("timeout")
        let record = try await engine.wait(for: name, timeout: timeout, context: call.context)
        return .json(OperationJSON.bytes(record, codec))
    }

    private func checkName(_ name: String, _ call: RESTCall, and names: Set<String>) throws(ServiceError) {
        try call.query.allow(names.union(["name"]))
        let named = call.query.text("name")
        guard named.isEmpty || named == name else {
            throw .invalid("name", "The query names '\(named)', but the path '\(name)'; leave it out.")
        }
    }
}
