/// One page of a list, as a store answers it.
public struct ListQuery: Sendable {
    public enum Scope: Hashable, Sendable {
        /// Operations directly under the parents that the pattern names.
        case parents(ParentPattern)
        /// Operations at or below the parent.
        case subtree(Parent)
    }

    public var scope: Scope
    public var filter: RecordFilter
    public var order: ListOrder
    /// The page begins behind this place.
    public var after: ListCursor?
    /// At most this many records.
    public var limit: Int
    /// The page ends early when its records reach this size; it always holds one.
    public var byteLimit: Int
    /// The page ends early, perhaps empty, when looking has cost this much; see ``LookCost``.
    public var effort: Int

    public init(
        scope: Scope, filter: RecordFilter = .everything, order: ListOrder = .byName, after: ListCursor? = nil,
        limit: Int, byteLimit: Int = Limits.pageByteSize, effort: Int = LookCost.ofOneCall
    ) {
        self.scope = scope
        self.filter = filter
        self.order = order
        self.after = after
        self.limit = limit
        self.byteLimit = byteLimit
        self.effort = effort
    }

    /// All names in the list lie between these.
    public var nameBounds: NameBounds {
        let scope = NameBounds.beginning(with: namePrefix)
        return scope.intersection(filter.bounds.names)
    }

    /// True when the name belongs to the scope.
    public func includes(_ name: OperationName) -> Bool {
        switch scope {
        case .parents(let pattern): pattern.matches(name.parent)
        case .subtree(let parent): name.parent.isWithin(parent)
        }
    }

    private var namePrefix: String {
        switch scope {
        case .parents(let pattern): pattern.namePrefix
        case .subtree(let parent): parent.subtreePrefix
        }
    }
}

/// What looking at one operation costs a list call; so many looks are made in one call and no more.
public enum LookCost {
    /// The name alone, in an index.
    public static let name = 1
    /// What one call may spend: a few milliseconds.
    public static let ofOneCall = 6_000

    /// Looking at a record without its payloads: 5, 1 for every 2,000 bytes that are read, and 1 for every 400 that are
    /// searched, so that 1,000 ordinary ones fit into a call.
    ///
    /// - Parameter searches: how many tests of the filter go through whole texts.
    public static func record(_ record: OperationRecord, searches: Int) -> Int {
        leastOfRecord + record.fullSize / 2_000 + record.fullSize * searches / 400
    }

    static let leastOfRecord = 5

    /// Reading and understanding the payloads of a record: 5, and 1 for every 100 bytes, and what searching them adds.
    public static func payloads(of record: OperationRecord, searches: Int) -> Int {
        payloads(size: record.fullSize, searches: searches)
    }

    static func payloads(size: Int, searches: Int) -> Int {
        5 + size / 100 + size * searches / 400
    }
}

public struct ListPage: Hashable, Sendable {
    public var records: [OperationRecord]
    /// Where the next page begins; nil when this is the last.
    public var next: ListCursor?

    public init(records: [OperationRecord], next: ListCursor?) {
        self.records = records
        self.next = next
    }
}
