import OperationsAPI
import OperationsCore
import OperationsEngine
import OperationsWire
import SwiftProtobuf

/// google.longrunning.Operations over REST.
extension RESTMethods {
    mutating func addOperations(_ engine: OperationEngine) {
        typealias Method = Google_Longrunning_Operations.Method
        let operations = PublicOperations(engine)
        add(Method.ListOperations.descriptor, answering: Google_Longrunning_ListOperationsResponse.self) {
            (request: Google_Longrunning_ListOperationsRequest, _) in
            .operations(
                try await operations.list(
                    under: request.name, filter: request.filter, pageSize: request.pageSize,
                    pageToken: request.pageToken))
        }
        add(Method.GetOperation.descriptor, answering: Google_Longrunning_Operation.self) {
            (request: Google_Longrunning_GetOperationRequest, _) in
            .operation(try await operations.get(request.name))
        }
        unary(Method.DeleteOperation.descriptor) { (request: Google_Longrunning_DeleteOperationRequest, _) in
            try await operations.delete(request.name)
            return Google_Protobuf_Empty()
        }
        unary(Method.CancelOperation.descriptor) { (request: Google_Longrunning_CancelOperationRequest, _) in
            try await operations.cancel(request.name)
            return Google_Protobuf_Empty()
        }
        add(Method.WaitOperation.descriptor, answering: Google_Longrunning_Operation.self, isHeld: true) {
            (request: Google_Longrunning_WaitOperationRequest, call) in
            let timeout = request.hasTimeout ? try Duration(request.timeout, field: "timeout") : nil
            return .operation(try await operations.wait(for: request.name, timeout: timeout, context: call.context))
        }
    }
}
