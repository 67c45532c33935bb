public import OperationsCore

extension OperationEngine {
    /// One page of operations directly under one parent, or under all that a `-` stands for, ordered by name.
    ///
    /// - Parameters:
    ///   - name: a parent, with or without `operations` behind it; empty means the root.
    ///   - pageSize: 0 means 50; larger than 1,000 is coerced to 1,000.
    public func listOperations(
        under name: String, filter: String = "", pageSize: Int32 = 0, pageToken: String = ""
    ) async throws(ServiceError) -> Page<OperationRecord> {
        let pattern = try ParentPattern(name)
        try refuse(filter: filter)
        return try await list(
            .parents(pattern), query: "operations/\(pattern.text)", pageSize: pageSize, pageToken: pageToken)
    }

    /// One page of records at or below one parent, ordered by name.
    ///
    /// - Parameters:
    ///   - parent: a scope; empty means all.
    ///   - pageSize: as for ``listOperations(under:filter:pageSize:pageToken:)``.
    public func listRecords(
        under parent: String, filter: String = "", orderBy: String = "", pageSize: Int32 = 0, pageToken: String = ""
    ) async throws(ServiceError) -> Page<OperationRecord> {
        let scope = try Parent(parent)
        try refuse(filter: filter)
        guard orderBy.isEmpty else {
            throw ServiceError(
                .orderByUnsupported, "This server orders by name alone; leave order_by empty.",
                metadata: ["orderBy": orderBy])
        }
        return try await list(
            .subtree(scope), query: "records/\(scope.text)", pageSize: pageSize, pageToken: pageToken)
    }

    private func refuse(filter: String) throws(ServiceError) {
        guard filter.isEmpty else {
            throw ServiceError(
                .filterUnsupported, "This server does not filter lists yet; leave filter empty.",
                metadata: ["filter": filter])
        }
    }

    private func list(
        _ scope: ListQuery.Scope, query: String, pageSize: Int32, pageToken: String
    ) async throws(ServiceError) -> Page<OperationRecord> {
        let limit = try self.limit(forPageSize: pageSize)
        let now = time.now
        let cursor = try tokens.cursor(in: pageToken, query: query, now: now)
        let page = try await reading { () async throws in
            try await store.list(
                ListQuery(scope: scope, after: cursor.map(OperationName.init(stored:)), limit: limit))
        }
        let next = page.next.map { tokens.token(cursor: $0.text, query: query, now: now) }
        return Page(items: page.records, nextPageToken: next ?? "")
    }

    /// The rules of AIP-158 for page sizes.
    func limit(forPageSize size: Int32) throws(ServiceError) -> Int {
        guard size >= 0 else {
            throw .invalid("page_size", "A page size must not be negative; 0 means \(settings.defaultPageSize).")
        }
        return size == 0 ? settings.defaultPageSize : min(Int(size), settings.largestPageSize)
    }
}
