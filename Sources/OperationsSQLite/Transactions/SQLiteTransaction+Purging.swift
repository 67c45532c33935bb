import GRDB
import OperationsCore

/// Forgetting tombstones.
extension SQLiteTransaction {
    func purge(limit: Int) throws -> Int {
        let overdue = try db.all(
            .overdueTombstones,
            {
                $0.time(now)
                $0.int(Int64(max(limit, 0)))
            }, row: TombstoneColumns.read)
        guard !overdue.isEmpty else { return 0 }
        for tombstone in overdue { try forget(tombstone) }
        // A purged tombstone may have held the last position, which must not be given out again after a restart.
        try db.run(.putMeta) {
            $0.text(MetaKey.position)
            $0.int(position)
        }
        return overdue.count
    }

    private func forget(_ tombstone: Tombstone) throws {
        try db.run(.deleteTombstone) { $0.text(tombstone.name.text) }
        guard let requestID = tombstone.requestID else { return }
        try db.run(.deleteStart) { $0.key(RequestKey(parent: tombstone.name.parent, requestID: requestID)) }
    }
}
