/// One page of a list, as a store answers it.
public struct ListQuery: Hashable, Sendable {
    public enum Scope: Hashable, Sendable {
        /// Operations directly under the parents that the pattern names.
        case parents(ParentPattern)
        /// Operations at or below the parent.
        case subtree(Parent)
    }

    public var scope: Scope
    /// The page begins behind this name.
    public var after: OperationName?
    /// At most this many records.
    public var limit: Int
    /// The page ends early when its records reach this size; it always holds one.
    public var byteLimit: Int
    /// The page ends early after looking at this many records; only wildcards look at more than they return.
    public var scanLimit: Int

    public init(
        scope: Scope, after: OperationName? = nil, limit: Int, byteLimit: Int = Limits.pageByteSize,
        scanLimit: Int = 10_000
    ) {
        self.scope = scope
        self.after = after
        self.limit = limit
        self.byteLimit = byteLimit
        self.scanLimit = scanLimit
    }

    /// What every name in the list begins with.
    public var namePrefix: String {
        switch scope {
        case .parents(let pattern): pattern.namePrefix
        case .subtree(let parent): parent.subtreePrefix
        }
    }

    public func matches(_ name: OperationName) -> Bool {
        switch scope {
        case .parents(let pattern): pattern.matches(name.parent)
        case .subtree(let parent): name.parent.isWithin(parent)
        }
    }
}

public struct ListPage: Hashable, Sendable {
    public var records: [OperationRecord]
    /// Where the next page begins; nil when this is the last.
    public var next: OperationName?

    public init(records: [OperationRecord], next: OperationName?) {
        self.records = records
        self.next = next
    }
}

/// Cuts a stream of names and records, in order, into one page; the same for every store.
public struct PageBuilder {
    private let query: ListQuery
    private var records: [OperationRecord] = []
    private var bytes = 0
    private var scanned = 0
    private var last: OperationName?
    private var isFull = false

    public init(_ query: ListQuery) {
        self.query = query
    }

    /// Looks at the next candidate in name order.
    ///
    /// - Parameter record: called only when the candidate belongs to the list.
    /// - Returns: false when the page is full, and the candidate not part of it.
    public mutating func offer(_ name: OperationName, _ record: () throws -> OperationRecord) rethrows -> Bool {
        if records.count >= query.limit || scanned >= query.scanLimit {
            isFull = true
            return false
        }
        if query.matches(name) {
            let record = try record()
            guard records.isEmpty || bytes + record.fullSize <= query.byteLimit else {
                isFull = true
                return false
            }
            bytes += record.fullSize
            records.append(record)
        }
        scanned += 1
        last = name
        return true
    }

    public var page: ListPage {
        ListPage(records: records, next: isFull ? last : nil)
    }
}
