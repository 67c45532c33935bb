import GRPCCore
import OperationsAPI
import OperationsCore
import OperationsEngine
import OperationsWire
import SwiftProtobuf

/// google.longrunning.Operations.
struct OperationsService: RegistrableRPCService {
    private typealias Method = Google_Longrunning_Operations.Method

    let engine: OperationEngine
    let maxRequestBytes: Int

    func registerMethods<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
        router.unary(Method.ListOperations.descriptor, maxRequestBytes) { try await list($0, $1) }
        router.unary(Method.GetOperation.descriptor, maxRequestBytes) { try await get($0, $1) }
        router.unary(Method.DeleteOperation.descriptor, maxRequestBytes) { try await delete($0, $1) }
        router.unary(Method.CancelOperation.descriptor, maxRequestBytes) { try await cancel($0, $1) }
        router.unary(Method.WaitOperation.descriptor, maxRequestBytes) { try await wait($0, $1) }
    }

    private func list(
        _ request: Google_Longrunning_ListOperationsRequest, _: Metadata
    ) async throws -> Google_Longrunning_ListOperationsResponse {
        let page = try await engine.listOperations(
            under: request.name, filter: request.filter, pageSize: request.pageSize, pageToken: request.pageToken)
        return Google_Longrunning_ListOperationsResponse(page)
    }

    private func get(
        _ request: Google_Longrunning_GetOperationRequest, _: Metadata
    ) async throws -> Google_Longrunning_Operation {
        Google_Longrunning_Operation(try await engine.get(request.name))
    }

    private func delete(
        _ request: Google_Longrunning_DeleteOperationRequest, _: Metadata
    ) async throws -> Google_Protobuf_Empty {
        try await engine.delete(request.name)
        return Google_Protobuf_Empty()
    }

    private func cancel(
        _ request: Google_Longrunning_CancelOperationRequest, _: Metadata
    ) async throws -> Google_Protobuf_Empty {
        try await engine.cancel(request.name)
        return Google_Protobuf_Empty()
    }

    private func wait(
        _ request: Google_Longrunning_WaitOperationRequest, _ metadata: Metadata
    ) async throws -> Google_Longrunning_Operation {
        let timeout = request.hasTimeout ? try Duration(request.timeout, field: "timeout") : nil
        let record = try await withCallContext(metadata) { context in
            try await engine.wait(for: request.name, timeout: timeout, context: context)
        }
        return Google_Longrunning_Operation(record)
    }
}
