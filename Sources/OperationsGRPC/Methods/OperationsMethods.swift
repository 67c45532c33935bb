import GRPCCore
import NIOCore
import NetworkDoor
import OperationsAPI
import OperationsCore
import OperationsEngine
import OperationsWire
import SwiftProtobuf

/// google.longrunning.Operations.
extension TypedMethods {
    mutating func addOperations(_ engine: OperationEngine) {
        typealias Method = Google_Longrunning_Operations.Method
        let codec = codec
        let operations = PublicOperations(engine)
        unary(Method.ListOperations.descriptor) { (request: Google_Longrunning_ListOperationsRequest) in
            Google_Longrunning_ListOperationsResponse(
                try await operations.list(
                    under: request.name, filter: request.filter, pageSize: request.pageSize,
                    pageToken: request.pageToken), as: codec)
        }
        unary(Method.DeleteOperation.descriptor) { (request: Google_Longrunning_DeleteOperationRequest) in
            try await operations.delete(request.name)
            return Google_Protobuf_Empty()
        }
        unary(Method.CancelOperation.descriptor) { (request: Google_Longrunning_CancelOperationRequest) in
            try await operations.cancel(request.name)
            return Google_Protobuf_Empty()
        }
        let get = GetOperationMethod(operations: operations, codec: codec, types: types, logger: logger)
        services.unary("/\(Method.GetOperation.descriptor.fullyQualifiedMethod)", get.answer)
        let wait = WaitOperationMethod(
            engine: engine, operations: operations, codec: codec, types: types, logger: logger)
        services.unary("/\(Method.WaitOperation.descriptor.fullyQualifiedMethod)", wait.answer)
    }
}
