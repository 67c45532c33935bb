import GRDB
import OperationsCore

/// The indexes of the database, read one range after the other.
struct DatabaseIndexes: IndexSource {
    let db: Database
    let leastChunk = 8

    func entries(_ questions: [IndexQuestion]) throws -> [[IndexEntry]] {
        try questions.map(db.entries)
    }

    /// Counting ends where it is known that a selection is not the smallest.
    func counts(of selections: [IndexSelection], limit: Int) throws -> [Int] {
        var limit = limit
        return try selections.map { selection in
            var count = 0
            for range in selection.ranges where count < limit {
                count += try db.count(range, limit: limit - count)
            }
            limit = min(limit, count)
            return count
        }
    }

    func entries(
        of selection: IndexSelection, names: NameBounds, placedIn order: ListOrder, limit: Int
    ) throws -> [IndexEntry] {
        var entries: [IndexEntry] = []
        for range in selection.ranges {
            for entry in try db.entries(IndexQuestion(range: range, isDescending: false, limit: limit))
            where names.contains(entry.place.name) {
                entries.append(IndexEntry(id: entry.id, place: try db.place(of: entry, in: order)))
            }
        }
        return entries
    }
}

extension Database {
    fileprivate func entries(_ question: IndexQuestion) throws -> [IndexEntry] {
        let range = question.range
        let statement = ListIndexStatement(
            index: range.index, question: question.isDescending ? .descending : .ascending)
        var entries: [IndexEntry] = []
        try query(statement, { range.bind(question.limit, to: &$0) }) { row in
            let id = row.int()
            let time = range.index.isByTime ? row.time() : nil
            entries.append(IndexEntry(id: id, in: range, time: time, name: OperationName(stored: row.text())))
            return true
        }
        return entries
    }

    /// How many entries there are, counted up to a limit.
    fileprivate func count(_ range: IndexRange, limit: Int) throws -> Int {
        var count = 0
        try query(ListIndexStatement(index: range.index, question: .count), { range.bind(limit, to: &$0) }) {
            count = Int($0.int())
            return false
        }
        return count
    }

    fileprivate func place(of entry: IndexEntry, in order: ListOrder) throws -> ListCursor {
        guard order.field != .name else { return ListCursor(name: entry.place.name) }
        let times = try first(
            .operationTimes, { $0.int(entry.id) }, row: { (create: $0.time(), end: $0.optionalTime()) })
        guard let times else { throw UnreadableRow(what: "the index entry \(entry.place.name)") }
        return ListCursor(
            time: order.field == .createTime ? times.create : times.end ?? .maximum, name: entry.place.name)
    }
}

extension IndexRange {
    fileprivate func bind(_ limit: Int, to binder: inout Binder) {
        for value in values { binder.text(value.text) }
        for key in [first, end] {
            if index.isByTime { binder.time(key.time ?? Timestamp(microseconds: 0)) }
            binder.text(key.name.text)
        }
        binder.int(Int64(limit))
    }
}
