public import OperationsAPI
public import OperationsCore
import SwiftProtobuf

extension Google_Longrunning_ListOperationsResponse {
    public init(_ page: Page<OperationRecord>, as codec: PayloadCodec) {
        self.init()
        operations = page.items.map { Google_Longrunning_Operation($0, as: codec) }
        nextPageToken = page.nextPageToken
    }
}

extension Longrun_V1_ListRecordsResponse {
    public init(_ page: Page<OperationRecord>, as codec: PayloadCodec) {
        self.init()
        records = page.items.map { Longrun_V1_OperationRecord($0, as: codec) }
        nextPageToken = page.nextPageToken
    }
}

extension Longrun_V1_GetHistoryResponse {
    public init(_ page: Page<HistoryEntry>, as codec: PayloadCodec) {
        self.init()
        transitions = page.items.map { Longrun_V1_Transition($0, as: codec) }
        nextPageToken = page.nextPageToken
    }
}

extension Longrun_V1_BatchStartOperationsResponse {
    public init(_ records: [OperationRecord], as codec: PayloadCodec) {
        self.init()
        operations = records.map { Google_Longrunning_Operation($0, as: codec) }
    }
}

extension Longrun_V1_LeaseOperationsResponse {
    public init(_ records: [OperationRecord], as codec: PayloadCodec) {
        self.init()
        leases = records.map { Longrun_V1_Lease($0, as: codec) }
    }
}

extension Longrun_V1_HeartbeatResponse {
    /// - Parameter record: the record after the heartbeat.
    public init(_ record: OperationRecord) {
        self.init()
        cancelRequested = record.isCancelRequested
        if let lease = record.lease { leaseExpireTime = Google_Protobuf_Timestamp(lease.expireTime) }
    }
}

extension Longrun_V1_BatchCompleteOperationsResponse {
    public init(_ results: [Result<OperationRecord, ServiceError>], as codec: PayloadCodec) {
        self.init()
        self.results = results.map { result in
            var item = Longrun_V1_BatchCompleteOperationsResult()
            switch result {
            case .success(let record): item.operation = Google_Longrunning_Operation(record, as: codec)
            case .failure(let error): item.error = Google_Rpc_Status(error, as: codec)
            }
            return item
        }
    }
}
