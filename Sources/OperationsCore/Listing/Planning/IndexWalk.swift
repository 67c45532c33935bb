/// Reads ranges as one, in the order of a list, and no further than it must.
public struct IndexWalk: Sendable {
    public let order: ListOrder
    /// Those that have an entry left; the one whose entry comes first stands last.
    private var runs: [IndexRun] = []
    /// Those that must be read before it is known which entry comes next.
    private var unread: [IndexRun] = []

    /// - Parameters:
    ///   - foresight: how many entries will be needed, at a guess.
    ///   - leastChunk: of each range so many are read at least.
    init(_ selection: IndexSelection, order: ListOrder, foresight: Int, leastChunk: Int) {
        self.order = order
        let chunk = max(leastChunk, foresight / max(selection.ranges.count, 1))
        for range in selection.ranges { insert(IndexRun(range, chunk: chunk)) }
    }

    /// Of entries that have been read.
    init(_ entries: [IndexEntry], order: ListOrder) {
        self.order = order
        insert(IndexRun(entries.sorted { order.areInOrder($1.place, $0.place) }))
    }

    /// The next entry; what must be read for it is asked of the source.
    public mutating func next(from source: some IndexSource) throws -> IndexEntry? {
        if !isKnown {
            let questions = questions(atHand: 1)
            take(try source.entries(questions), for: questions)
        }
        return popNext()
    }

    /// Reads the first chunks of several walks at once.
    static func begin(_ walks: inout [IndexWalk], from source: some IndexSource) throws {
        let questions = walks.map { $0.questions(atHand: 1) }
        guard questions.contains(where: { !$0.isEmpty }) else { return }
        var answers = try source.entries(questions.flatMap(\.self))[...]
        for (index, asked) in questions.enumerated() {
            walks[index].take(Array(answers.prefix(asked.count)), for: asked)
            answers = answers.dropFirst(asked.count)
        }
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

// MARK: - Reading in advance

extension IndexWalk {
    /// The next entry if it is known without reading on.
    mutating func nextKnown() -> IndexEntry? { isKnown ? popNext() : nil }

    /// False when something must be read before the next entry is known.
    var isKnown: Bool { unread.isEmpty }

    /// True when there are no more entries.
    var isOver: Bool { unread.isEmpty && runs.isEmpty }

    /// Asks for the next chunk of each range that must be read before the next entry is known, and of others when fewer
    /// entries are at hand than will be needed.
    ///
    /// - Parameter count: how many entries will be needed, of all ranges together.
    func questions(atHand count: Int) -> [IndexQuestion] {
        let share = size < count ? count / max(unread.count + runs.count, 1) : 0
        return (unread + runs.filter { $0.entries.count < share }).compactMap { $0.question(order) }
    }

    /// Takes the answers to the ``questions(atHand:)``.
    mutating func take(_ answers: [[IndexEntry]], for questions: [IndexQuestion]) {
        let answers = Dictionary(zip(questions, answers)) { first, _ in first }
        let all = unread + runs
        (unread, runs) = ([], [])
        for var run in all {
            if let found = run.question(order).flatMap({ answers[$0] }) { run.take(found, order) }
            insert(run)
        }
    }
}
