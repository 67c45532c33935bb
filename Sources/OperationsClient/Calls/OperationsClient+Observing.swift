public import OperationsAPI

extension OperationsClient {
    private var observer: Longrun_V1_Observer.Client<Transport> { .init(wrapping: connection) }

    /// Gets all the server knows of an operation.
    public func record(_ name: String) async throws -> Longrun_V1_OperationRecord {
        var request = Longrun_V1_GetRecordRequest()
        request.name = name
        let message = request
        return try await call { try await observer.getRecord(message, options: $0) }
    }

    /// Lists one page of the records of a parent and of all parents below it.
    public func records(_ request: Longrun_V1_ListRecordsRequest) async throws -> Longrun_V1_ListRecordsResponse {
        try await call { try await observer.listRecords(request, options: $0) }
    }

    /// Lists records page by page until `limit` have come or there are no more.
    ///
    /// - Parameters:
    ///   - request: what to list; its page size and page token are overwritten.
    ///   - limit: at least 1; nil for all.
    /// - Returns: the records, and whether there are more.
    public func allRecords(
        _ request: Longrun_V1_ListRecordsRequest, limit: Int? = nil
    ) async throws -> (records: [Longrun_V1_OperationRecord], hasMore: Bool) {
        var request = request
        var records: [Longrun_V1_OperationRecord] = []
        repeat {
            let wanted = (limit ?? .max) - records.count
            request.pageSize = Int32(min(1_000, max(1, wanted)))
            let page = try await self.records(request)
            records += page.records
            request.pageToken = page.nextPageToken
        } while !request.pageToken.isEmpty && records.count < limit ?? .max
        return (records, !request.pageToken.isEmpty)
    }

    /// Gets the whole history of an operation, oldest first.
    public func history(_ name: String) async throws -> [Longrun_V1_Transition] {
        var request = Longrun_V1_GetHistoryRequest()
        request.name = name
        request.pageSize = 1_000
        var transitions: [Longrun_V1_Transition] = []
        repeat {
            let message = request
            let page = try await call { try await observer.getHistory(message, options: $0) }
            transitions += page.transitions
            request.pageToken = page.nextPageToken
        } while !request.pageToken.isEmpty
        return transitions
    }
}
