import GRPCCore
import OperationsAPI
import OperationsCore
import OperationsEngine
import OperationsWire
import SwiftProtobuf

/// google.longrunning.Operations.
struct OperationsService: Google_Longrunning_Operations.ServiceProtocol {
    let engine: OperationEngine

    func listOperations(
        request: ServerRequest<Google_Longrunning_ListOperationsRequest>, context: ServerContext
    ) async throws -> ServerResponse<Google_Longrunning_ListOperationsResponse> {
        let message = request.message
        let page = try await engine.listOperations(
            under: message.name, filter: message.filter, pageSize: message.pageSize, pageToken: message.pageToken)
        return ServerResponse(message: Google_Longrunning_ListOperationsResponse(page))
    }

    func getOperation(
        request: ServerRequest<Google_Longrunning_GetOperationRequest>, context: ServerContext
    ) async throws -> ServerResponse<Google_Longrunning_Operation> {
        ServerResponse(message: Google_Longrunning_Operation(try await engine.get(request.message.name)))
    }

    func deleteOperation(
        request: ServerRequest<Google_Longrunning_DeleteOperationRequest>, context: ServerContext
    ) async throws -> ServerResponse<Google_Protobuf_Empty> {
        try await engine.delete(request.message.name)
        return ServerResponse(message: Google_Protobuf_Empty())
    }

    func cancelOperation(
        request: ServerRequest<Google_Longrunning_CancelOperationRequest>, context: ServerContext
    ) async throws -> ServerResponse<Google_Protobuf_Empty> {
        try await engine.cancel(request.message.name)
        return ServerResponse(message: Google_Protobuf_Empty())
    }

    func waitOperation(
        request: ServerRequest<Google_Longrunning_WaitOperationRequest>, context: ServerContext
    ) async throws -> ServerResponse<Google_Longrunning_Operation> {
        let message = request.message
        let timeout = message.hasTimeout ? try Duration(message.timeout, field: "timeout") : nil
        let record = try await withCallContext(request.metadata) { call in
            try await engine.wait(for: message.name, timeout: timeout, context: call)
        }
        return ServerResponse(message: Google_Longrunning_Operation(record))
    }
}
