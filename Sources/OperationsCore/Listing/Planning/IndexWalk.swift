import GRDB
import OperationsCore

/// Reads ranges as one, in the order of a list, and no further than it must.
struct IndexWalk {
    let order: ListOrder
    /// Those that have an entry left; the one whose entry comes first stands last.
    private var runs: [IndexRun] = []
    /// The one that the last entry was of; it reads on only when another entry is asked for.
    private var latest: IndexRun?

    /// - Parameter foresight: how many entries will be needed, at a guess.
    init(_ selection: IndexSelection, order: ListOrder, foresight: Int, in db: Database) throws {
        self.order = order
        let chunk = max(IndexRun.leastChunk, foresight / max(selection.ranges.count, 1))
        for range in selection.ranges {
            var run = IndexRun(range, chunk: chunk)
            try run.read(order, in: db)
            insert(run)
        }
    }

    /// Of entries that have been read.
    init(_ entries: [IndexEntry], order: ListOrder) {
        self.order = order
        insert(IndexRun(entries.sorted { order.areInOrder($1.place, $0.place) }))
    }

    mutating func next(in db: Database) throws -> IndexEntry? {
        if var run = latest {
            latest = nil
            if run.entries.isEmpty { try run.read(order, in: db) }
            insert(run)
        }
        latest = runs.popLast()
        return latest?.entries.popLast()
    }

    /// True when all has been read that there is.
    var isRead: Bool { runs.allSatisfy { $0.rest == nil } }

    /// True when this walk has fewer entries before it than the other: as many of them reach farther.
    func isSparser(than other: IndexWalk) -> Bool {
        guard let otherReach = other.reach else { return reach == nil && read < other.read }
        return reach.map { order.areInOrder(otherReach, $0) } ?? true
    }

    /// Up to where all entries have been read; nil: to the end.
    private var reach: ListCursor? {
        runs.lazy.filter { $0.rest != nil }.compactMap { $0.entries.first?.place }.min(by: order.areInOrder)
    }

    private var read: Int {
        runs.reduce(0) { $0 + $1.entries.count }
    }

    private mutating func insert(_ run: IndexRun) {
        guard let place = run.entries.last?.place else { return }
        var low = runs.startIndex
        var high = runs.endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if let other = runs[middle].entries.last?.place, order.areInOrder(place, other) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        runs.insert(run, at: low)
    }
}

/// One range on its way through a walk.
struct IndexRun {
    /// What of the range has not been read.
    private(set) var rest: IndexRange?
    /// What has, backwards.
    var entries: [IndexEntry]
    private var chunk = 0

    static let leastChunk = 8
    private static let mostChunk = 1_024

    init(_ range: IndexRange, chunk: Int) {
        rest = range
        entries = []
        self.chunk = min(chunk, Self.mostChunk)
    }

    /// - Parameter entries: backwards.
    init(_ entries: [IndexEntry]) {
        self.entries = entries
    }

    /// Reads the next chunk, if there is one.
    mutating func read(_ order: ListOrder, in db: Database) throws {
        guard let range = rest else { return }
        let found = try db.entries(of: range, isDescending: order.isDescending, limit: chunk)
        rest = found.count < chunk ? nil : found.last.map { range.behind($0.place, isDescending: order.isDescending) }
        entries = found.reversed()
        chunk = min(chunk * 2, Self.mostChunk)
    }
}

extension Database {
    func entries(of range: IndexRange, isDescending: Bool, limit: Int) throws -> [IndexEntry] {
        guard !range.isEmpty else { return [] }
        let statement = ListIndexStatement(index: range.index, question: isDescending ? .descending : .ascending)
        var entries: [IndexEntry] = []
        try query(statement, { range.bind(limit, to: &$0) }) {
            entries.append(IndexEntry(range, &$0))
            return true
        }
        return entries
    }

    /// How many entries there are, counted up to a limit.
    func count(_ range: IndexRange, limit: Int) throws -> Int {
        var count = 0
        try query(ListIndexStatement(index: range.index, question: .count), { range.bind(limit, to: &$0) }) {
            count = Int($0.int())
            return false
        }
        return count
    }
}
