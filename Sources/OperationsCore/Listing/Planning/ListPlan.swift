/// From which indexes a list can be read. All that it keeps lies in each of these selections, so one is enough.
public struct ListPlan: Sendable {
    /// In the order of the list, behind its cursor.
    public let walk: IndexSelection
    public let otherWalks: [IndexSelection]
    /// In another order.
    public let unordered: [IndexSelection]

    public init(_ query: ListQuery) {
        let bounds = query.filter.bounds
        let narrow = IndexSelection.narrow(bounds, within: query.nameBounds)
        let named = narrow.first ?? IndexSelection(ranges: [IndexRange(.names, names: query.nameBounds)])
        let created = IndexSelection(ranges: [IndexRange(.createTimes, times: bounds.createTime)])
        let ended = IndexSelection(ranges: [IndexRange(.endTimes, times: bounds.endTime)])
        let (walk, others) =
            switch query.order.field {
            case .name: (named, [created, ended])
            case .createTime: (created, [named] + narrow.dropFirst() + [ended])
            case .endTime: (.byEnd(query), [named] + narrow.dropFirst() + [created])
            }
        let otherWalks = query.order.field == .name ? Array(narrow.dropFirst()) : []
        self.walk = walk.behind(query.after, isDescending: query.order.isDescending)
        self.otherWalks = otherWalks.map { $0.behind(query.after, isDescending: query.order.isDescending) }
        unordered = others.filter { !IndexSelection.unrestricted.contains($0) }
    }
}

/// Ranges of one index that have no entry in common.
public struct IndexSelection: Hashable, Sendable {
    public let ranges: [IndexRange]

    public init(ranges: [IndexRange]) {
        self.ranges = ranges
    }

    /// What leads to everything.
    static let unrestricted: Set = [
        IndexSelection(ranges: [IndexRange(.names, names: .all)]),
        IndexSelection(ranges: [IndexRange(.createTimes, times: .all)]),
        IndexSelection(ranges: [IndexRange(.endTimes, times: .all)]),
    ]

    /// What leads only to some operations, in the order of their names: one selection for each such bound.
    static func narrow(_ bounds: FilterBounds, within names: NameBounds) -> [IndexSelection] {
        var selections = bounds.labels.map { key, values in
            IndexSelection(ranges: values.map { IndexRange(.labels, [key, $0], names: names) })
        }
        if let queues = bounds.queues {
            selections.append(IndexSelection(ranges: queues.map { IndexRange(.queues, [ByteText($0)], names: names) }))
        }
        if let states = bounds.states, states.count < OperationState.allCases.count {
            selections.append(
                IndexSelection(ranges: states.map { IndexRange(.states, [ByteText($0.rawValue)], names: names) }))
        }
        return selections
    }

    /// Those that have ended by their time, and, unless that is bounded, those that have not, as if they ended last.
    static func byEnd(_ query: ListQuery) -> IndexSelection {
        let bounds = query.filter.bounds
        var ranges = [IndexRange(.endTimes, times: bounds.endTime)]
        if bounds.endTime == .all {
            let open = OperationState.allCases.filter { !$0.isFinished && bounds.states?.contains($0) ?? true }
            ranges += open.map { IndexRange(.states, [ByteText($0.rawValue)], names: query.nameBounds, time: .maximum) }
        }
        return IndexSelection(ranges: ranges)
    }

    func behind(_ place: ListCursor?, isDescending: Bool) -> IndexSelection {
        guard let place else { return self }
        return IndexSelection(ranges: ranges.map { $0.behind(place, isDescending: isDescending) })
    }
}
