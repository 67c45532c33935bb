import OperationsCore
import PostgresClient

extension PostgresTransaction {
    func lookup(_ names: Set<OperationName>) throws -> [OperationName: Lookup] {
        try guarded { try find(Array(names)) }
    }

    /// Locks the rows of these names. Their tombstones are read by a second statement, which sees those that came while
    /// the first one waited for its locks.
    func find(_ names: [OperationName]) throws -> [OperationName: Lookup] {
        guard !names.isEmpty else { return [:] }
        if isCareful { try findHeldRows(among: names) }
        let cached = surroundings.cache.records(names)
        let rows = queue(.lockOperations) {
            $0.names(names)
            $0.ints(names.map(cached.version))
        }
        let graves = queue(.tombstones) { $0.names(names) }
        let results = try flush()
        var found: [OperationName: Lookup] = [:]
        for tombstone in try result(graves, of: results).all(TombstoneColumns.read) {
            found[tombstone.name] = .gone(tombstone)
            known[tombstone.name] = .gone
        }
        let live = try result(rows, of: results).all(cached.row)
        for row in live { found[row.record.name] = .live(noted(row)) }
        surroundings.cache.put(live)
        for name in names where found[name] == nil { found[name] = .unknown }
        return found
    }

    /// Waiting for all rows together says nothing of which of them somebody holds on to.
    private func findHeldRows(among names: [OperationName]) throws {
        let places = [queue(.lockFreeOperations) { $0.names(names) }, queue(.presentOperations) { $0.names(names) }]
        let results = try flush()
        let locked = Set(try result(places[0], of: results).all { $0.name() })
        let held = Set(try result(places[1], of: results).all { $0.name() }).subtracting(locked)
        guard held.isEmpty else { throw HeldRows(names: held) }
    }

    func rememberedStarts(_ keys: Set<RequestKey>) throws -> [RequestKey: RememberedStart] {
        try guarded { try findStarts(Array(keys)) }
    }

    func findStarts(_ keys: [RequestKey]) throws -> [RequestKey: RememberedStart] {
        guard !keys.isEmpty else { return [:] }
        let result = try ask(.rememberedStarts) { binder in
            binder.kept(keys.map(\.parent.text))
            binder.kept(keys.map(\.requestID))
        }
        // Keyed by what was asked: what is stored is no parent yet.
        var asked: [[String]: RequestKey] = [:]
        for key in keys { asked[[key.parent.text, key.requestID]] = key }
        var found: [RequestKey: RememberedStart] = [:]
        try result.forEach { row in
            let words = [row.kept(), row.kept()]
            let start = RememberedStart(name: row.name(), digest: ContentDigest(bytes: row.bytes()))
            if let key = asked[words] { found[key] = start }
            return true
        }
        return found
    }

    func due(limit: Int, byteLimit: Int) throws -> [OperationRecord] {
        try batch(.dueOperations, limit: limit, byteLimit: byteLimit)
    }

    func expired(limit: Int, byteLimit: Int) throws -> [OperationRecord] {
        try batch(.expiredOperations, limit: limit, byteLimit: byteLimit)
    }

    private func batch(_ statement: StoreStatement, limit: Int, byteLimit: Int) throws -> [OperationRecord] {
        let now = now
        return try guarded { try batch(statement, limit: limit, byteLimit: byteLimit) { $0.time(now) }.records }
    }

    /// Rows that cannot be read are passed over, and others asked for in their place.
    ///
    /// - Parameter bind: what the statement asks beside the limits.
    func batch(
        _ statement: StoreStatement, limit: Int, byteLimit: Int, _ bind: (inout PostgresBinder) -> Void
    ) throws -> RecordBatch {
        let limit = min(max(limit, 0), Self.mostCandidates)
        var extra = 0
        while true {
            let result = try ask(statement) {
                $0.int(Int64(limit + extra))
                $0.int(Int64(byteLimit))
                bind(&$0)
            }
            var batch = RecordBatch(limit: limit, byteLimit: byteLimit)
            var unreadable = 0
            try result.forEach { row in
                if let read = try readable(&row) { return batch.offer(noted(read)) }
                unreadable += 1
                return true
            }
            guard unreadable > extra, batch.records.count < limit, batch.leftover == nil else { return batch }
            extra = unreadable
        }
    }

    func nextDueTime() throws -> Timestamp? {
        try guarded { try ask(.firstDueTime).first { $0.timestamp() } }
    }

    func nextExpiry() throws -> Timestamp? {
        try guarded {
            let places = [queue(.firstExpireTime), queue(.firstPurgeTime)]
            let results = try flush()
            return try places.compactMap { try result($0, of: results).first { $0.timestamp() } }.min()
        }
    }

    /// Nil for a row that cannot be read: who looks for any passes over it.
    private func readable(_ row: inout PostgresRow) throws -> RecordColumns.Row? {
        do {
            return try RecordColumns.read(&row)
        } catch let unreadable as UnreadableRow {
            surroundings.damage.report(unreadable)
            return nil
        }
    }

    func noted(_ row: RecordColumns.Row) -> OperationRecord {
        known[row.record.name] = .live(revision: row.record.revision, .id(row.id))
        return row.record
    }
}
