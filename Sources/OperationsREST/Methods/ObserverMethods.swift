import OperationsAPI
import OperationsEngine
import OperationsWire

/// longrun.v1.Observer over REST.
extension RESTMethods {
    mutating func addObserver(_ engine: OperationEngine) {
        typealias Method = Longrun_V1_Observer.Method
        unary(Method.GetRecord.descriptor) { (request: Longrun_V1_GetRecordRequest, call) in
            Longrun_V1_OperationRecord(try await engine.get(request.name), as: call.answerCodec)
        }
        unary(Method.ListRecords.descriptor) { (request: Longrun_V1_ListRecordsRequest, call) in
            Longrun_V1_ListRecordsResponse(
                try await engine.listRecords(
                    under: request.parent, filter: request.filter, orderBy: request.orderBy,
                    pageSize: request.pageSize, pageToken: request.pageToken), as: call.answerCodec)
        }
        unary(Method.GetHistory.descriptor) { (request: Longrun_V1_GetHistoryRequest, call) in
            Longrun_V1_GetHistoryResponse(
                try await engine.history(
                    of: request.name, pageSize: request.pageSize, pageToken: request.pageToken),
                as: call.answerCodec)
        }
    }
}
