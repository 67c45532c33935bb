import GRDB
import OperationsCore

/// What stands in another order than the list, but is small enough to be read and sorted for each page.
enum SmallSet {
    static let mostEntries = 1_000

    /// The selection with the fewest entries, if these are few. Counting ends where it is known that they are not.
    static func smallest(of selections: [IndexSelection], in db: Database) throws -> IndexSelection? {
        var smallest: IndexSelection?
        var limit = mostEntries + 1
        for selection in selections {
            var count = 0
            for range in selection.ranges where count < limit {
                count += try db.count(range, limit: limit - count)
            }
            guard count < limit else { continue }
            (smallest, limit) = (selection, count)
        }
        return smallest
    }

    /// The entries behind the query's cursor, as they stand in its order.
    static func entries(
        of selection: IndexSelection, for query: ListQuery, in db: Database
    ) throws -> [IndexEntry] {
        let names = IndexRange(.names, names: query.nameBounds)
        var entries: [IndexEntry] = []
        for range in selection.ranges {
            for entry in try db.entries(of: range, isDescending: false, limit: mostEntries)
            where names.contains(ListCursor(name: entry.place.name)) {
                let place = try db.place(of: entry, in: query.order)
                if query.after.map({ query.order.areInOrder($0, place) }) ?? true {
                    entries.append(IndexEntry(id: entry.id, place: place))
                }
            }
        }
        return entries
    }
}

extension Database {
    fileprivate func place(of entry: IndexEntry, in order: ListOrder) throws -> ListCursor {
        guard order.field != .name else { return ListCursor(name: entry.place.name) }
        let times = try first(
            .operationTimes, { $0.int(entry.id) }, row: { (create: $0.time(), end: $0.optionalTime()) })
        guard let times else { throw UnreadableRow(what: "the index entry \(entry.place.name)") }
        return ListCursor(
            time: order.field == .createTime ? times.create : times.end ?? .maximum, name: entry.place.name)
    }
}
