/// Reads ranges as one, in the order of a list, and no further than it must.
public struct IndexWalk: Sendable {
    public let order: ListOrder
    /// Those that have an entry left; the one whose entry comes first stands last.
    private var runs: [IndexRun] = []
    /// Those that must be read before it is known which entry comes next.
    private var unread: [IndexRun] = []

    /// - Parameter foresight: how many entries will be needed, at a guess.
    public init(_ selection: IndexSelection, order: ListOrder, foresight: Int) {
        self.order = order
        let chunk = max(IndexRun.leastChunk, foresight / max(selection.ranges.count, 1))
        for range in selection.ranges { insert(IndexRun(range, chunk: chunk)) }
    }

    /// Of entries that have been read.
    public init(_ entries: [IndexEntry], order: ListOrder) {
        self.order = order
        insert(IndexRun(entries.sorted { order.areInOrder($1.place, $0.place) }))
    }

    /// The next entry; what must be read for it is asked of the source.
    public mutating func next(from source: some IndexSource) throws -> IndexEntry? {
        if !unread.isEmpty { try read { try source.entries($0) } }
        return popNext()
    }

    /// The next entries as far as they have been read, at most so many. None: read on, or the walk is at its end.
    public mutating func take(_ count: Int) -> [IndexEntry] {
        var entries: [IndexEntry] = []
        while entries.count < count, unread.isEmpty, let entry = popNext() { entries.append(entry) }
        return entries
    }

    /// Reads the next chunk of each range that is needed for the next entry, and of those that will be soon.
    ///
    /// - Parameters:
    ///   - count: a range of which fewer entries than so many are at hand is needed soon.
    ///   - answer: called at most once.
    public mutating func read(
        below count: Int = 1, from answer: ([IndexQuestion]) throws -> [[IndexEntry]]
    ) rethrows {
        let questions = questions(below: count)
        guard !questions.isEmpty else { return }
        var answers = try answer(questions).makeIterator()
        take(&answers, below: count)
    }

    /// Reads the first chunks of several walks at once.
    static func begin(_ walks: inout [IndexWalk], from source: some IndexSource) throws {
        let questions = walks.flatMap { $0.questions(below: 1) }
        guard !questions.isEmpty else { return }
        var answers = try source.entries(questions).makeIterator()
        for index in walks.indices { walks[index].take(&answers, below: 1) }
    }

    /// True when all has been read that there is.
    public var isRead: Bool { unread.isEmpty && runs.allSatisfy { $0.rest == nil } }

    /// True when this walk has fewer entries before it than the other: as many of them reach farther. Both have begun.
    func isSparser(than other: IndexWalk) -> Bool {
        guard let otherReach = other.reach else { return reach == nil && size < other.size }
        return reach.map { order.areInOrder(otherReach, $0) } ?? true
    }

    /// Up to where all entries have been read; nil: to the end.
    private var reach: ListCursor? {
        runs.lazy.compactMap(\.reach).min(by: order.areInOrder)
    }

    /// How many entries are at hand.
    private var size: Int {
        runs.reduce(0) { $0 + $1.entries.count }
    }

    private func questions(below count: Int) -> [IndexQuestion] {
        (unread + runs.filter { $0.isBelow(count) }).compactMap { $0.question(order) }
    }

    /// Takes what answers ``questions(below:)``, in its order.
    private mutating func take(_ answers: inout IndexingIterator<[[IndexEntry]]>, below count: Int) {
        let asked = unread + runs.filter { $0.isBelow(count) }
        unread = []
        runs.removeAll { $0.isBelow(count) }
        for var run in asked {
            run.take(answers.next() ?? [], order)
            insert(run)
        }
    }

    private mutating func popNext() -> IndexEntry? {
        guard var run = runs.popLast() else { return nil }
        let entry = run.popNext()
        insert(run)
        return entry
    }

    private mutating func insert(_ run: IndexRun) {
        guard let place = run.next?.place else {
            if run.rest != nil { unread.append(run) }
            return
        }
        var low = runs.startIndex
        var high = runs.endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if let other = runs[middle].next?.place, order.areInOrder(place, other) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        runs.insert(run, at: low)
    }
}
