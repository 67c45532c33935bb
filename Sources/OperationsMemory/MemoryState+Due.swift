import DequeModule
import OperationsCore

/// Finding what time has come for.
extension MemoryState {
    /// What of `keys` has come by `now`, into the batch, until it is full.
    func gather(_ keys: SortedSet<TimeKey>, at now: Timestamp, into batch: RecordBatch) -> [OperationRecord] {
        var batch = batch
        for key in keys {
            guard key.time <= now, let entry = entries[key.name], batch.offer(entry.record) else { break }
        }
        return batch.records
    }

    var nextExpiry: Timestamp? {
        [indexes.expiries.first?.time, indexes.purges.first?.time].compactMap(\.self).min()
    }
}
