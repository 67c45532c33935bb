import GRDB
import OperationsCore

/// Finding what time has come for.
extension Database {
    /// The rows that a statement selects up to `now`, with their payloads; a row beyond the byte limit ends the search.
    func batch(
        _ id: StoreStatement, at now: Timestamp, limit: Int, byteLimit: Int
    ) throws -> [RecordColumns.Row] {
        var batch = RecordBatch(limit: limit, byteLimit: byteLimit)
        var rows: [RecordColumns.Row] = []
        try query(id) {
            $0.time(now)
            $0.int(Int64(max(limit, 0)))
        } row: {
            let row = try withPayloads(RecordColumns.read(&$0))
            guard batch.offer(row.record) else { return false }
            rows.append(row)
            return true
        }
        return rows
    }

    func nextExpiry() throws -> Timestamp? {
        let expiry = try first(.firstExpireTime) { $0.time() }
        let purge = try first(.firstPurgeTime) { $0.time() }
        return [expiry, purge].compactMap(\.self).min()
    }
}
