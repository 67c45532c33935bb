import OperationsCore

/// One operation as the store keeps it.
struct MemoryEntry: Sendable {
    var record: OperationRecord
    /// Counts the operations ever started here.
    let sequence: Int64
    /// Where its last public change stands in the feed.
    var position: Int64
    var history: [HistoryEntry]

    var feedKey: FeedKey {
        FeedKey(position: position, name: record.name)
    }

    /// Nil when the operation is not in the ready set.
    var readyKey: ReadyKey? {
        guard record.isReady else { return nil }
        return ReadyKey(
            priority: record.priority, readyTime: record.readyTime, sequence: sequence, name: record.name)
    }

    /// Nil when the operation is finished, or waits for callers alone.
    var dueKey: TimeKey? {
        record.isDone ? nil : timeKey
    }

    /// Nil until the operation is finished.
    var expiryKey: TimeKey? {
        record.isDone ? timeKey : nil
    }

    private var timeKey: TimeKey? {
        Lifecycle.dueTime(of: record).map { TimeKey(time: $0, sequence: sequence, name: record.name) }
    }
}

/// What is left of an operation that was removed.
struct MemoryGrave: Sendable {
    let tombstone: Tombstone
    let position: Int64

    var purgeKey: TimeKey {
        TimeKey(time: tombstone.purgeTime, sequence: position, name: tombstone.name)
    }
}
