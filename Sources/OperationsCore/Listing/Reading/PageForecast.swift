/// How far a page will go, judged by what is known before its payloads are read. What it says is full will be.
struct PageForecast {
    private let query: ListQuery
    /// How many records are, or will be, on the page.
    private(set) var count: Int
    private var bytes: Int
    private var effort: Int

    init(_ builder: PageBuilder, _ query: ListQuery) {
        self.query = query
        count = builder.count
        bytes = builder.bytes
        effort = builder.effort
    }

    /// True when the page takes no candidate behind those that were looked at.
    var isFull: Bool { count >= query.limit || effort >= query.effort }

    /// Looks at the next candidate.
    ///
    /// - Returns: false when the page ends before it, because it is too big.
    mutating func look(at candidate: PageCandidate) -> Bool {
        guard let row = candidate.row else {
            effort += LookCost.name + (candidate.standing == .unread ? LookCost.leastOfRecord : 0)
            return true
        }
        let filter = query.filter
        effort += LookCost.name + LookCost.record(row.record, searches: filter.searches)
        guard candidate.standing != .refused else { return true }
        guard !filter.needsPayloads else {
            // Whether it is kept is not known yet.
            effort += LookCost.payloads(size: row.fullSize, searches: filter.searches)
            return true
        }
        guard count == 0 || row.fullSize <= query.byteLimit - bytes else { return false }
        bytes += row.fullSize
        count += 1
        return true
    }
}
