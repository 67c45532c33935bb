import OperationsCore

/// Entries of one index that lie together: those with these fixed values, from a first key on and before a last one.
struct IndexRange: Hashable {
    let index: ListIndex
    /// One for each of the index's fixed columns.
    private let values: [String]
    private var first: ListCursor
    private var end: ListCursor

    /// - Parameter time: where all entries stand in the order of a list by time.
    init(_ index: ListIndex, _ values: [String] = [], names: NameBounds, time: Timestamp? = nil) {
        self.index = index
        self.values = values
        first = ListCursor(time: time, name: OperationName(stored: names.lower))
        end = ListCursor(time: time, name: OperationName(stored: names.upper ?? Self.behindAllNames))
    }

    init(_ index: ListIndex, times: TimeBounds) {
        self.index = index
        values = []
        first = ListCursor(time: times.from, name: OperationName(stored: ""))
        end = ListCursor(time: times.through, name: OperationName(stored: Self.behindAllNames))
    }

    /// What is left of the range behind a place in its order.
    func behind(_ place: ListCursor, isDescending: Bool) -> IndexRange {
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

    var isEmpty: Bool { !(first < end) }

    /// The time at which every entry stands that has none of its own.
    var commonTime: Timestamp? { first.time }

    func contains(_ place: ListCursor) -> Bool {
        !(place < first) && place < end
    }

    func bind(_ limit: Int, to binder: inout Binder) {
        for value in values { binder.text(value) }
        for key in [first, end] {
            if index.time != nil { binder.time(key.time ?? Timestamp(microseconds: 0)) }
            binder.text(key.name.text)
        }
        binder.int(Int64(limit))
    }

    /// Names hold nothing above '~'.
    private static let behindAllNames = "\u{7F}"
}

/// One entry of an index: a row, and where it stands in the order of the index.
struct IndexEntry: Hashable {
    let id: Int64
    var place: ListCursor

    init(id: Int64, place: ListCursor) {
        self.id = id
        self.place = place
    }

    init(_ range: IndexRange, _ row: inout RowReader) {
        id = row.int()
        let time = range.index.time == nil ? range.commonTime : row.time()
        place = ListCursor(time: time, name: OperationName(stored: row.text()))
    }
}
