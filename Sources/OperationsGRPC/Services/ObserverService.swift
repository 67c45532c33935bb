import GRPCCore
import OperationsAPI
import OperationsEngine
import OperationsWire

/// longrun.v1.Observer.
struct ObserverService: Longrun_V1_Observer.SimpleServiceProtocol {
    let engine: OperationEngine

    func getRecord(
        request: Longrun_V1_GetRecordRequest, context: ServerContext
    ) async throws -> Longrun_V1_OperationRecord {
        Longrun_V1_OperationRecord(try await engine.get(request.name))
    }

    func listRecords(
        request: Longrun_V1_ListRecordsRequest, context: ServerContext
    ) async throws -> Longrun_V1_ListRecordsResponse {
        Longrun_V1_ListRecordsResponse(
            try await engine.listRecords(
                under: request.parent, filter: request.filter, orderBy: request.orderBy, pageSize: request.pageSize,
                pageToken: request.pageToken))
    }

    func getHistory(
        request: Longrun_V1_GetHistoryRequest, context: ServerContext
    ) async throws -> Longrun_V1_GetHistoryResponse {
        Longrun_V1_GetHistoryResponse(
            try await engine.history(of: request.name, pageSize: request.pageSize, pageToken: request.pageToken))
    }
}
