import OperationsCore

/// The orders in which a store is read; derived from the entries, never a truth of their own.
struct MemoryIndexes: Sendable {
    private(set) var lists: [ListOrder.Field: SortedSet<ListCursor>] = [:]
    private(set) var ready: [String: SortedSet<ReadyKey>] = [:]
    private(set) var due = SortedSet<TimeKey>()
    private(set) var expiries = SortedSet<TimeKey>()
    private(set) var purges = SortedSet<TimeKey>()
    private(set) var feed = SortedSet<FeedKey>()

    /// Puts `new` where `old` stood; only the orders in which they differ are touched.
    mutating func replace(_ old: MemoryEntry?, by new: MemoryEntry?) {
        for field in ListOrder.Field.allCases { replace(old, by: new, in: ListOrder(field: field)) }
        if old?.feedKey != new?.feedKey {
            if let old { feed.remove(old.feedKey) }
            if let new { feed.insert(new.feedKey) }
        }
        if old?.dueKey != new?.dueKey {
            if let key = old?.dueKey { due.remove(key) }
            if let key = new?.dueKey { due.insert(key) }
        }
        if old?.expiryKey != new?.expiryKey {
            if let key = old?.expiryKey { expiries.remove(key) }
            if let key = new?.expiryKey { expiries.insert(key) }
        }
        if old?.readyKey != new?.readyKey {
            if let old, let key = old.readyKey { removeReady(key, from: old.record.queue) }
            if let new, let key = new.readyKey { ready[new.record.queue, default: SortedSet()].insert(key) }
        }
    }

    mutating func add(_ grave: MemoryGrave) {
        feed.insert(FeedKey(position: grave.position, name: grave.tombstone.name))
        purges.insert(grave.purgeKey)
    }

    mutating func remove(_ grave: MemoryGrave) {
        feed.remove(FeedKey(position: grave.position, name: grave.tombstone.name))
        purges.remove(grave.purgeKey)
    }

    private mutating func replace(_ old: MemoryEntry?, by new: MemoryEntry?, in order: ListOrder) {
        let before = old.map { order.cursor(of: $0.record) }
        let after = new.map { order.cursor(of: $0.record) }
        guard before != after else { return }
        if let before { lists[order.field]?.remove(before) }
        if let after { lists[order.field, default: SortedSet()].insert(after) }
    }

    private mutating func removeReady(_ key: ReadyKey, from queue: String) {
        ready[queue]?.remove(key)
        if ready[queue]?.isEmpty ?? false { ready[queue] = nil }
    }
}
