public import OperationsCore

extension OperationEngine {
    /// One page of an operation's history, oldest first.
    ///
    /// - Parameter pageSize: 0 means 50; larger than 1,000 is coerced to 1,000.
    public func history(
        of name: String, pageSize: Int32 = 0, pageToken: String = ""
    ) async throws(ServiceError) -> Page<HistoryEntry> {
        let name = try OperationName(name)
        let limit = try self.limit(forPageSize: pageSize)
        let query = "history/\(name)"
        let now = time.now
        let cursor = try tokens.cursor(in: pageToken, query: query, now: now)
        _ = try await get(name)
        let revision = cursor.flatMap { Int64($0) } ?? 0
        var entries = try await reading { () async throws in
            try await store.history(of: name, after: revision, limit: limit + 1)
        }
        let fitting = min(limit, Self.countFitting(entries))
        guard entries.count > fitting else { return Page(items: entries, nextPageToken: "") }
        entries.removeLast(entries.count - fitting)
        let last = entries.last?.revision ?? 0
        return Page(items: entries, nextPageToken: tokens.token(cursor: "\(last)", query: query, now: now))
    }
    /// How many entries one answer can hold; at least one.
    private static func countFitting(_ entries: [HistoryEntry]) -> Int {
        var bytes = 0
        let fitting = entries.prefix { entry in
            bytes += entry.size
            return bytes <= Limits.pageByteSize
        }
        return max(fitting.count, 1)
    }
}
