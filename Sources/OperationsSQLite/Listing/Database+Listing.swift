import GRDB
import OperationsCore

/// One page of a list, read from the index that leads to it soonest.
extension Database {
    func list(_ query: ListQuery) throws -> ListPage {
        var builder = PageBuilder(query)
        guard !query.filter.bounds.areEmpty, !query.nameBounds.isEmpty else { return builder.page }
        var walk = try walk(through: query)
        while let entry = try walk.next(in: self) {
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

    /// The sparsest walk, unless it is long and something in another order is so small that it can be sorted.
    private func walk(through query: ListQuery) throws -> IndexWalk {
        let plan = ListPlan(query)
        let foresight = min(max(min(query.limit, query.effort), 0), SmallSet.mostEntries) + 1
        var best = try IndexWalk(plan.walk, order: query.order, foresight: foresight, in: self)
        for selection in plan.otherWalks {
            let walk = try IndexWalk(selection, order: query.order, foresight: foresight, in: self)
            if walk.isSparser(than: best) { best = walk }
        }
        guard !best.isRead, let small = try SmallSet.smallest(of: plan.unordered, in: self) else { return best }
        return IndexWalk(try SmallSet.entries(of: small, for: query, in: self), order: query.order)
    }
}
