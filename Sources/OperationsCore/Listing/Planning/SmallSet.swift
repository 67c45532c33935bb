/// What stands in another order than the list, but is small enough to be read and sorted for each page.
public enum SmallSet {
    public static let mostEntries = 1_000

    /// The selection with the fewest entries, if these are few.
    static func smallest(of selections: [IndexSelection], in source: some IndexSource) throws -> IndexSelection? {
        guard !selections.isEmpty else { return nil }
        var smallest: IndexSelection?
        var limit = mostEntries + 1
        for (selection, count) in zip(selections, try source.counts(of: selections, limit: limit)) where count < limit {
            (smallest, limit) = (selection, count)
        }
        return smallest
    }

    /// The entries behind the query's cursor, as they stand in its order.
    static func entries(
        of selection: IndexSelection, for query: ListQuery, in source: some IndexSource
    ) throws -> [IndexEntry] {
        let entries = try source.entries(
            of: selection, names: query.nameBounds, placedIn: query.order, limit: mostEntries)
        guard let after = query.after else { return entries }
        return entries.filter { query.order.areInOrder(after, $0.place) }
    }
}
