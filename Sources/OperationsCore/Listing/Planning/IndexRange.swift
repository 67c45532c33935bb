/// Entries of one index that lie together: those with these fixed values, from a first key on and before a last one.
public struct IndexRange: Hashable, Sendable {
    public let index: ListIndex
    /// What has one value throughout the range: the state, the queue, or a label's key and value; else nothing.
    public let values: [ByteText]
    /// The first place in the range; its name may be any text.
    public private(set) var first: ListCursor
    /// The first place behind the range; its name may be any text.
    public private(set) var end: ListCursor

    /// - Parameter time: where all entries stand in the order of a list by time.
    public init(_ index: ListIndex, _ values: [ByteText] = [], names: NameBounds, time: Timestamp? = nil) {
        self.index = index
        self.values = values
        first = ListCursor(time: time, name: OperationName(stored: names.lower))
        end = ListCursor(time: time, name: OperationName(stored: names.upper ?? Self.behindAllNames))
    }

    public init(_ index: ListIndex, times: TimeBounds) {
        self.index = index
        values = []
        first = ListCursor(time: times.from, name: OperationName(stored: ""))
        end = ListCursor(time: times.through, name: OperationName(stored: Self.behindAllNames))
    }

    /// What is left of the range behind a place in its order.
    public func behind(_ place: ListCursor, isDescending: Bool) -> IndexRange {
        var rest = self
        if isDescending {
            rest.end = min(end, place)
        } else {
            // The least text behind the name.
            let next = ListCursor(time: place.time, name: OperationName(stored: place.name.text + "\u{0}"))
            rest.first = max(first, next)
        }
        return rest
    }

    public var isEmpty: Bool { !(first < end) }

    /// The time at which every entry stands that has none of its own.
    public var commonTime: Timestamp? { first.time }

    /// Names hold nothing above '~'.
    private static let behindAllNames = "\u{7F}"
}

/// One entry of an index: a row, and where it stands in the order of the index.
public struct IndexEntry: Hashable, Sendable {
    /// The number of the row, in stores that find rows by it.
    public let id: Int64
    public let place: ListCursor

    public init(id: Int64 = 0, place: ListCursor) {
        self.id = id
        self.place = place
    }

    /// - Parameter time: what the index holds; nil when it holds none.
    public init(id: Int64 = 0, in range: IndexRange, time: Timestamp?, name: OperationName) {
        self.init(id: id, place: ListCursor(time: time ?? range.commonTime, name: name))
    }
}
