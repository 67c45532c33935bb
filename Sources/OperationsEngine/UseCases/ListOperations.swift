public import OperationsCore

extension OperationEngine {
    /// One page of operations directly under one parent, or under all that a `-` stands for (AIP-159), ordered by name.
    ///
    /// A page may be short, or empty, and still have a next one: a filter that no index answers looks at so many
    /// operations in a call and no more (AIP-158).
    ///
    /// - Parameters:
    ///   - name: a parent, with or without `operations` behind it; empty means the root.
    ///   - filter: which ones (AIP-160); empty means all.
    ///   - pageSize: 0 means 50; larger than 1,000 is coerced to 1,000.
    ///   - pageToken: of the page before; good for 3 days, and only with the same name and filter.
    public func listOperations(
        under name: String, filter: String = "", pageSize: Int32 = 0, pageToken: String = ""
    ) async throws(ServiceError) -> Page<OperationRecord> {
        let pattern = try ParentPattern(name)
        return try await list(
            .parents(pattern), ListQuestion(what: "operations/\(pattern.text)", filter: filter, orderBy: ""),
            pageSize: pageSize, pageToken: pageToken)
    }

    /// One page of records at or below one parent.
    ///
    /// - Parameters:
    ///   - parent: a scope; empty means all.
    ///   - orderBy: `name`, `create_time` or `end_time`, perhaps with ` desc` (AIP-132); empty means by name.
    ///   - filter, pageSize, pageToken: as for ``listOperations(under:filter:pageSize:pageToken:)``.
    public func listRecords(
        under parent: String, filter: String = "", orderBy: String = "", pageSize: Int32 = 0, pageToken: String = ""
    ) async throws(ServiceError) -> Page<OperationRecord> {
        let scope = try Parent(parent)
        return try await list(
            .subtree(scope), ListQuestion(what: "records/\(scope.text)", filter: filter, orderBy: orderBy),
            pageSize: pageSize, pageToken: pageToken)
    }

    private func list(
        _ scope: ListQuery.Scope, _ question: ListQuestion, pageSize: Int32, pageToken: String
    ) async throws(ServiceError) -> Page<OperationRecord> {
        let limit = try self.limit(forPageSize: pageSize)
        let order = try ListOrder(question.orderBy)
        let now = time.now
        let place = try tokens.cursor(in: pageToken, query: question.digestText, now: now).flatMap(ListPlace.init)
        let began = place?.began ?? now
        let filter = try Filter(question.filter, now: began).records(reading: payloads)
        let query = ListQuery(scope: scope, filter: filter, order: order, after: place?.cursor, limit: limit)
        let page = try await reading { () async throws in try await store.list(query) }
        let token = page.next.map {
            tokens.token(cursor: ListPlace(began: began, cursor: $0).text, query: question.digestText, now: now)
        }
        return Page(items: page.records, nextPageToken: token ?? "")
    }

    /// The rules of AIP-158 for page sizes.
    func limit(forPageSize size: Int32) throws(ServiceError) -> Int {
        guard size >= 0 else {
            throw .invalid("page_size", "A page size must not be negative; 0 means \(settings.defaultPageSize).")
        }
        return size == 0 ? settings.defaultPageSize : min(Int(size), settings.largestPageSize)
    }
}

/// What a list is asked, without the page; a token is good for the same question alone.
private struct ListQuestion {
    let what: String
    let filter: String
    let orderBy: String

    /// No parent holds a line break.
    var digestText: String { "\(what)\n\(orderBy.utf8.count) \(orderBy)\(filter)" }
}
