/// One range on its way through a walk.
struct IndexRun: Sendable {
    /// What of the range has not been read.
    private(set) var rest: IndexRange?
    /// What has, backwards.
    private(set) var entries: [IndexEntry]
    private var chunk = 0

    private static let mostChunk = 1_024

    init(_ range: IndexRange, chunk: Int) {
        rest = range.isEmpty ? nil : range
        entries = []
        self.chunk = min(chunk, Self.mostChunk)
    }

    /// - Parameter entries: backwards.
    init(_ entries: [IndexEntry]) {
        rest = nil
        self.entries = entries
    }

    /// The entry that comes first of those that have been read.
    var next: IndexEntry? { entries.last }

    /// Up to where the range has been read; nil: to its end.
    var reach: ListCursor? { rest == nil ? nil : entries.first?.place }

    /// What asks for the next chunk, if there is one.
    func question(_ order: ListOrder) -> IndexQuestion? {
        rest.map { IndexQuestion(range: $0, isDescending: order.isDescending, limit: chunk) }
    }

    /// Adds what answers the ``question(_:)``.
    mutating func take(_ found: [IndexEntry], _ order: ListOrder) {
        guard let range = rest else { return }
        rest = found.count < chunk ? nil : found.last.map { range.behind($0.place, isDescending: order.isDescending) }
        entries = found.reversed() + entries
        chunk = min(chunk * 2, Self.mostChunk)
    }

    mutating func popNext() -> IndexEntry? { entries.popLast() }
}
