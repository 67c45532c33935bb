import OperationsAPI
import OperationsEngine
import OperationsWire
import SwiftProtobuf

/// longrun.v1.Admin over REST.
extension RESTMethods {
    mutating func addAdmin(_ engine: OperationEngine) {
        typealias Method = Longrun_V1_Admin.Method
        unary(Method.AddDescriptorSet.descriptor) { (request: Longrun_V1_AddDescriptorSetRequest, _) in
            let set = try await engine.addDescriptorSet(request.descriptorSetID, content: [UInt8](request.content))
            return Longrun_V1_DescriptorSet(set, messageTypes: engine.messageTypes(of: set))
        }
        unary(Method.ListDescriptorSets.descriptor) { (_: Longrun_V1_ListDescriptorSetsRequest, _) in
            Longrun_V1_ListDescriptorSetsResponse(try await engine.descriptorSets(), engine.messageTypes)
        }
        unary(Method.DeleteDescriptorSet.descriptor) { (request: Longrun_V1_DeleteDescriptorSetRequest, _) in
            try await engine.deleteDescriptorSet(request.name)
            return Google_Protobuf_Empty()
        }
    }
}
