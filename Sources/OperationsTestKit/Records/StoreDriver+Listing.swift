public import OperationsCore

extension StoreDriver {
    /// All that a list holds, from its first page to its last.
    ///
    /// - Throws: ``ConformanceFailure`` when a page is too long, or does not lead on.
    public func wholeList(_ query: ListQuery) async throws -> [OperationRecord] {
        var query = query
        var records: [OperationRecord] = []
        while true {
            let page = try await store.list(query)
            try expect(page.records.count <= query.limit, "A page holds more than was asked for.")
            records += page.records
            guard let next = page.next else { return records }
            if let before = query.after {
                try expect(query.order.areInOrder(before, next), "A page leads back.")
            }
            query.after = next
        }
    }
}

extension FilterBounds {
    /// True when the record lies within.
    public func contain(_ record: OperationRecord) -> Bool {
        let name = record.name.text.utf8
        return (states?.contains(record.state) ?? true) && (queues?.contains(record.queue) ?? true)
            && labels.allSatisfy { key, values in record.labels[key.text].map { values.contains(ByteText($0)) } ?? false
            }
            && !name.lexicographicallyPrecedes(names.lower.utf8)
            && (names.upper.map { name.lexicographicallyPrecedes($0.utf8) } ?? true)
            && createTime.from <= record.createTime && record.createTime <= createTime.through
            && (endTime == .all || record.endTime.map { endTime.from <= $0 && $0 <= endTime.through } ?? false)
    }
}

extension RecordFilter {
    /// Keeps what lies within the bounds and satisfies a condition besides.
    public static func within(
        _ bounds: FilterBounds, needsPayloads: Bool = false,
        and condition: @escaping @Sendable (OperationRecord) -> Bool = { _ in true }
    ) -> RecordFilter {
        RecordFilter(bounds: bounds, needsPayloads: needsPayloads, mayKeep: bounds.contain) {
            bounds.contain($0) && condition($0)
        }
    }
}
