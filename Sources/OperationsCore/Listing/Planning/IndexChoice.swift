extension IndexWalk {
    /// The sparsest walk through a list, unless it is long and something in another order is so small that it can be
    /// sorted. It has begun; nothing may be left of it when the source is small.
    ///
    /// - Parameter source: asked for the first chunks of all walks at once, then perhaps for counts, then perhaps for the
    ///   entries of the smallest.
    public static func soonest(through query: ListQuery, in source: some IndexSource) throws -> IndexWalk {
        let plan = ListPlan(query)
        let foresight = min(max(min(query.limit, query.effort), 0), SmallSet.mostEntries) + 1
        var walks = ([plan.walk] + plan.otherWalks).map {
            IndexWalk($0, order: query.order, foresight: foresight, leastChunk: source.leastChunk)
        }
        try begin(&walks, from: source)
        var best = IndexWalk([], order: query.order)
        for (number, walk) in walks.enumerated() where number == 0 || walk.isSparser(than: best) { best = walk }
        guard !best.isRead, let small = try SmallSet.smallest(of: plan.unordered, in: source) else { return best }
        return IndexWalk(try SmallSet.entries(of: small, for: query, in: source), order: query.order)
    }
}
