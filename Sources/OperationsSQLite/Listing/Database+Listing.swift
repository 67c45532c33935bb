import GRDB
import OperationsCore

/// One page of a list, read from the index that leads to it soonest.
extension Database {
    func list(_ query: ListQuery) throws -> ListPage {
        var builder = PageBuilder(query)
        guard !query.filter.bounds.areEmpty, !query.nameBounds.isEmpty else { return builder.page }
        let indexes = DatabaseIndexes(db: self)
        var walk = try IndexWalk.soonest(through: query, in: indexes)
        while let entry = try walk.next(from: indexes) {
            guard try offer(entry, to: &builder) else { break }
        }
        return builder.page
    }

    private func offer(_ entry: IndexEntry, to builder: inout PageBuilder) throws -> Bool {
        var row: RecordColumns.Row?
        return try builder.offer(entry.place) {
            let found = try first(.operationByID, { $0.int(entry.id) }, row: RecordColumns.read)
            guard let found else { throw UnreadableRow(what: "the index entry \(entry.place.name)") }
            row = found
            return found.record
        } full: { record in
            try row.map(withPayloads)?.record ?? record
        }
    }
}
