import OperationsAPI
import OperationsEngine
import OperationsWire

/// longrun.v1.Observer over REST.
extension RESTHandlers {
    func getRecord(_ name: String, _ call: RESTCall) async throws -> RESTAnswer {
        try call.query.allow([])
        return .message(Longrun_V1_OperationRecord(try await engine.get(name), as: codec))
    }

    func listRecords(_ parent: String, _ call: RESTCall) async throws -> RESTAnswer {
        try call.query.allow(["filter", "order_by", "page_size", "page_token", "return_partial_success"])
        _ = try call.query.flag("return_partial_success")
        let page = try await engine.listRecords(
            under: parent, filter: call.query.text("filter"), orderBy: call.query.text("order_by"),
            pageSize: try call.query.integer("page_size"), pageToken: call.query.text("page_token"))
        return .message(Longrun_V1_ListRecordsResponse(page, as: codec))
    }

    func history(_ name: String, _ call: RESTCall) async throws -> RESTAnswer {
        try call.query.allow(["page_size", "page_token"])
        let page = try await engine.history(
            of: name, pageSize: try call.query.integer("page_size"), pageToken: call.query.text("page_token"))
        return .message(Longrun_V1_GetHistoryResponse(page, as: codec))
    }
}
