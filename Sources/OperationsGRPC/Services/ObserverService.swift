import GRPCCore
import OperationsAPI
import OperationsEngine
import OperationsWire

/// longrun.v1.Observer.
struct ObserverService: RegistrableRPCService {
    private typealias Method = Longrun_V1_Observer.Method

    let engine: OperationEngine
    let maxRequestBytes: Int

    func registerMethods<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
        router.unary(Method.GetRecord.descriptor, maxRequestBytes) { try await getRecord($0, $1) }
        router.unary(Method.ListRecords.descriptor, maxRequestBytes) { try await listRecords($0, $1) }
        router.unary(Method.GetHistory.descriptor, maxRequestBytes) { try await getHistory($0, $1) }
    }

    private func getRecord(
        _ request: Longrun_V1_GetRecordRequest, _: Metadata
    ) async throws -> Longrun_V1_OperationRecord {
        Longrun_V1_OperationRecord(try await engine.get(request.name))
    }

    private func listRecords(
        _ request: Longrun_V1_ListRecordsRequest, _: Metadata
    ) async throws -> Longrun_V1_ListRecordsResponse {
        let page = try await engine.listRecords(
            under: request.parent, filter: request.filter, orderBy: request.orderBy, pageSize: request.pageSize,
            pageToken: request.pageToken)
        return Longrun_V1_ListRecordsResponse(page)
    }

    private func getHistory(
        _ request: Longrun_V1_GetHistoryRequest, _: Metadata
    ) async throws -> Longrun_V1_GetHistoryResponse {
        Longrun_V1_GetHistoryResponse(
            try await engine.history(of: request.name, pageSize: request.pageSize, pageToken: request.pageToken))
    }
}
