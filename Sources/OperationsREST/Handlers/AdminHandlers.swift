import OperationsAPI
import OperationsEngine
import OperationsWire

/// longrun.v1.Admin over REST.
extension RESTHandlers {
    func addDescriptorSet(_ call: RESTCall) async throws -> RESTAnswer {
        let message = try call.message(Longrun_V1_AddDescriptorSetRequest.self)
        let set = try await engine.addDescriptorSet(message.descriptorSetID, content: [UInt8](message.content))
        return .message(Longrun_V1_DescriptorSet(set, messageTypes: engine.messageTypes(of: set)))
    }

    func listDescriptorSets(_ call: RESTCall) async throws -> RESTAnswer {
        try call.query.allow([])
        return .message(
            Longrun_V1_ListDescriptorSetsResponse(try await engine.descriptorSets(), engine.messageTypes))
    }

    func deleteDescriptorSet(_ name: String, _ call: RESTCall) async throws -> RESTAnswer {
        try call.query.allow([])
        try await engine.deleteDescriptorSet(name)
        return .empty
    }
}
