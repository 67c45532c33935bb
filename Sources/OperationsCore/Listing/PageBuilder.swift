/// Cuts a stream of operations, in the order of the list, into one page; the same for every store.
public struct PageBuilder {
    private let query: ListQuery
    private var records: [OperationRecord] = []
    private(set) var bytes = 0
    private(set) var effort = 0
    private var last: ListCursor?
    private var isFull = false

    public init(_ query: ListQuery) {
        self.query = query
    }

    /// Looks at the next candidate in the order of the list.
    ///
    /// - Parameters:
    ///   - bare: reads the record, perhaps without its payloads; called only when the candidate is in the scope.
    ///   - full: adds the payloads; called only when they are needed.
    /// - Returns: false when the page is full, and the candidate not part of it.
    public mutating func offer(
        _ cursor: ListCursor, bare: () throws -> OperationRecord,
        full: (OperationRecord) throws -> OperationRecord = { $0 }
    ) rethrows -> Bool {
        guard takesMore else {
            isFull = true
            return false
        }
        effort += LookCost.name
        if query.includes(cursor.name), let record = try kept(bare, full) {
            guard records.isEmpty || bytes + record.fullSize <= query.byteLimit else {
                isFull = true
                return false
            }
            bytes += record.fullSize
            records.append(record)
        }
        last = cursor
        return true
    }

    var count: Int { records.count }

    /// False when the page holds enough or looking has cost enough, whatever comes next.
    var takesMore: Bool { records.count < query.limit && effort < query.effort }

    /// Goes past a candidate that is not in the scope.
    mutating func pass(_ cursor: ListCursor) {
        effort += LookCost.name
        last = cursor
    }

    /// Ends the page before the next candidate, which is known not to be part of it.
    mutating func end() {
        isFull = true
    }

    public var page: ListPage {
        ListPage(records: records, next: isFull ? last : nil)
    }

    /// The whole record if the filter keeps it.
    private mutating func kept(
        _ bare: () throws -> OperationRecord, _ full: (OperationRecord) throws -> OperationRecord
    ) rethrows -> OperationRecord? {
        let record = try bare()
        effort += LookCost.record(record, searches: query.filter.searches)
        guard query.filter.mayKeep(record) else { return nil }
        guard query.filter.needsPayloads else {
            return query.filter.keeps(record) ? try full(record) : nil
        }
        let whole = try full(record)
        effort += LookCost.payloads(of: whole, searches: query.filter.searches)
        return query.filter.keeps(whole) ? whole : nil
    }
}
