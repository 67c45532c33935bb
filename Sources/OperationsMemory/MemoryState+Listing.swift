import OperationsCore

/// Lists: every operation in the order asked, looked at one by one.
extension MemoryState {
    func list(_ query: ListQuery) -> ListPage {
        var builder = PageBuilder(query)
        guard !query.filter.bounds.areEmpty, let members = indexes.lists[query.order.field] else { return builder.page }
        let (start, end) = query.range
        if query.order.isDescending {
            offer(members.before(end).reversed().lazy.prefix { !($0 < start) }, to: &builder)
        } else {
            offer(members.from(start).lazy.prefix { $0 < end }, to: &builder)
        }
        return builder.page
    }

    private func offer(_ cursors: some Sequence<ListCursor>, to builder: inout PageBuilder) {
        for cursor in cursors {
            guard let entry = entries[cursor.name] else { continue }
            guard builder.offer(cursor, bare: { entry.record }, full: { $0 }) else { return }
        }
    }
}

extension ListQuery {
    /// What is left of the list: from the first place on, and before the second.
    fileprivate var range: (ListCursor, ListCursor) {
        let byName = order.field == .name
        let names = byName ? nameBounds : .all
        let first = ListCursor(time: byName ? nil : .minimum, name: OperationName(stored: names.lower))
        let last = ListCursor(time: byName ? nil : .maximum, name: OperationName(stored: names.upper ?? "\u{7F}"))
        guard let after else { return (first, last) }
        guard !order.isDescending else { return (first, min(after, last)) }
        // The least text behind the name.
        let next = ListCursor(time: after.time, name: OperationName(stored: after.name.text + "\u{0}"))
        return (max(first, next), last)
    }
}
