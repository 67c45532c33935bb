/// What holds for every operation that a filter matches, in terms that an index can answer. More may satisfy the bounds
/// than the filter, never less.
public struct FilterBounds: Hashable, Sendable {
    /// One of these; nil: any. Empty: nothing matches.
    public var states: Set<OperationState>?
    /// One of these; nil: any.
    public var queues: Set<String>?
    /// Each of these labels has one of these values.
    public var labels: [ByteText: Set<ByteText>]
    public var names: NameBounds
    public var createTime: TimeBounds
    /// Other than ``TimeBounds/all``: the operation has ended, between these.
    public var endTime: TimeBounds

    public init(
        states: Set<OperationState>? = nil, queues: Set<String>? = nil, labels: [ByteText: Set<ByteText>] = [:],
        names: NameBounds = .all, createTime: TimeBounds = .all, endTime: TimeBounds = .all
    ) {
        self.states = states
        self.queues = queues
        self.labels = labels
        self.names = names
        self.createTime = createTime
        self.endTime = endTime
    }

    /// True when nothing can match.
    public var areEmpty: Bool {
        states?.isEmpty == true || queues?.isEmpty == true || labels.values.contains { $0.isEmpty } || names.isEmpty
            || createTime.isEmpty || endTime.isEmpty
    }

    /// What holds when both hold.
    public func intersection(_ other: FilterBounds) -> FilterBounds {
        FilterBounds(
            states: Self.intersect(states, other.states), queues: Self.intersect(queues, other.queues),
            labels: labels.merging(other.labels) { $0.intersection($1) },
            names: names.intersection(other.names), createTime: createTime.intersection(other.createTime),
            endTime: endTime.intersection(other.endTime))
    }

    /// What holds when one of them does.
    public func union(_ other: FilterBounds) -> FilterBounds {
        if areEmpty { return other }
        if other.areEmpty { return self }
        var common: [ByteText: Set<ByteText>] = [:]
        for (key, values) in labels { common[key] = other.labels[key]?.union(values) }
        return FilterBounds(
            states: Self.unite(states, other.states), queues: Self.unite(queues, other.queues), labels: common,
            names: names.union(other.names), createTime: createTime.union(other.createTime),
            endTime: endTime.union(other.endTime))
    }

    private static func intersect<Value>(_ left: Set<Value>?, _ right: Set<Value>?) -> Set<Value>? {
        guard let left, let right else { return left ?? right }
        return left.intersection(right)
    }

    private static func unite<Value>(_ left: Set<Value>?, _ right: Set<Value>?) -> Set<Value>? {
        guard let left, let right else { return nil }
        return left.union(right)
    }
}
