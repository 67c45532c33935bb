/// An entry on its way into a page.
struct PageCandidate: Sendable {
    enum Standing: Hashable {
        /// Not in the scope; it need not be read.
        case outside
        case unread
        /// Not kept, whatever its payloads are.
        case refused
        /// Kept, or perhaps kept; its payloads have not been read.
        case bare
        /// The same, and whole.
        case whole
        /// There is no such row.
        case missing
    }

    let place: ListCursor
    private(set) var standing: Standing
    private(set) var row: PageRow?

    init(_ entry: IndexEntry, in query: ListQuery) {
        place = entry.place
        standing = query.includes(entry.place.name) ? .unread : .outside
    }

    mutating func take(_ row: PageRow?, _ filter: RecordFilter) {
        self.row = row
        guard let row else {
            standing = .missing
            return
        }
        let isRefused = filter.needsPayloads ? !filter.mayKeep(row.record) : !filter.keeps(row.record)
        standing = isRefused ? .refused : row.missingSize == nil ? .whole : .bare
    }

    mutating func take(whole record: OperationRecord?) {
        row = record.map { PageRow(record: $0, missingSize: nil) }
        standing = row == nil ? .missing : .whole
    }
}
