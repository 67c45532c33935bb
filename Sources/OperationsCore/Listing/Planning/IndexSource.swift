/// Where the entries of indexes are read from. What can be asked at once is, so that a source far away is asked seldom.
public protocol IndexSource {
    /// At least so many entries of a range are asked for at once.
    var leastChunk: Int { get }

    /// The answers to these questions, one for each.
    func entries(_ questions: [IndexQuestion]) throws -> [[IndexEntry]]

    /// How many entries each of the selections has. Nobody needs to count to the end: whatever is not less than `limit`,
    /// or than the number of a selection before, may be answered by any other number that is not.
    func counts(of selections: [IndexSelection], limit: Int) throws -> [Int]

    /// The entries of a selection that have such names, each at its place in a list of another order; they may stand in any
    /// order.
    ///
    /// - Parameter limit: of each range.
    func entries(
        of selection: IndexSelection, names: NameBounds, placedIn order: ListOrder, limit: Int
    ) throws -> [IndexEntry]
}

/// Asks for the first entries of a range, or the last ones, backwards.
public struct IndexQuestion: Hashable, Sendable {
    public let range: IndexRange
    public let isDescending: Bool
    /// At most so many; fewer means that the range has no more.
    public let limit: Int

    public init(range: IndexRange, isDescending: Bool, limit: Int) {
        self.range = range
        self.isDescending = isDescending
        self.limit = limit
    }
}
