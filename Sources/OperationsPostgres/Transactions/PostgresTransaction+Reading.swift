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
        sendForgotten()
        try refuseHeldRows(among: names)
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

    /// Waiting for all rows together says nothing of which of them somebody holds on to. Those that were held for
    /// long lately are waited for no longer than another node usually needs.
    private func refuseHeldRows(among names: [OperationName]) throws {
        let suspects = surroundings.held.among(names)
        guard isCareful || !suspects.isEmpty else { return }
        var held = try heldRows(among: isCareful ? names : suspects)
        for _ in 0..<Self.pauses where !held.isDisjoint(with: suspects) {
            queue(.shortPause)
            held = try heldRows(among: isCareful ? names : suspects)
        }
        surroundings.held.forget(suspects.filter { !held.contains($0) })
        let lasting = held.intersection(suspects)
        if !lasting.isEmpty {
            surroundings.held.remember(lasting)
            throw StoreFailure.held(HeldRows(names: lasting).description, names: lasting)
        }
        guard held.isEmpty else { throw HeldRows(names: held) }
    }

    /// Of 50 ms each.
    private static let pauses = 4

    private func heldRows(among names: [OperationName]) throws -> Set<OperationName> {
        let places = [queue(.lockFreeOperations) { $0.names(names) }, queue(.presentOperations) { $0.names(names) }]
        let results = try flush()
        let locked = Set(try result(places[0], of: results).all { $0.name() })
        return Set(try result(places[1], of: results).all { $0.name() }).subtracting(locked)
    }

    func rememberedStarts(_ keys: Set<RequestKey>) throws -> [RequestKey: RememberedStart] {
        try guarded { try findStarts(Array(keys)) }
    }

    func findStarts(_ keys: [RequestKey]) throws -> [RequestKey: RememberedStart] {
        guard !keys.isEmpty else { return [:] }
        sendForgotten()
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

    /// So much more is read at once where there are rows that cannot be read.
    private static let mostRows = 10_000
    private static let mostBytes = 32 * 1_024 * 1_024

    /// Rows that cannot be read are passed over, and others asked for in their place: more each time, since where there is
    /// one there may be many.
    ///
    /// - Parameter bind: what the statement asks beside the limits.
    func batch(
        _ statement: StoreStatement, limit: Int, byteLimit: Int, _ bind: (inout PostgresBinder) -> Void
    ) throws -> RecordBatch {
        let limit = min(max(limit, 0), Self.mostCandidates)
        var (rows, bytes) = (limit, byteLimit)
        while true {
            let damaged = surroundings.damage.names
            let result = try ask(statement) {
                $0.int(Int64(rows))
                $0.int(Int64(bytes))
                $0.names(damaged)
                bind(&$0)
            }
            var batch = RecordBatch(limit: limit, byteLimit: byteLimit)
            var unreadable = 0
            try result.forEach { row in
                if let read = try surroundings.damage.unlessUnreadable({ try RecordColumns.read(&row) }) {
                    return batch.offer(noted(read))
                }
                unreadable += 1
                return true
            }
            let isEnough = unreadable == 0 || batch.records.count == limit || batch.leftover != nil
            // When there are too many to be remembered, those behind must wait.
            guard !isEnough, surroundings.damage.names.count > damaged.count else { return batch }
            rows = max(rows, min(rows * 2 + 50, Self.mostRows))
            bytes = max(bytes, min(bytes, Self.mostBytes) * 2)
        }
    }

    func nextDueTime() throws -> Timestamp? {
        try guarded { try ask(.firstDueTime).first { $0.timestamp() } }
    }

    func nextExpiry() throws -> Timestamp? {
        try guarded {
            sendForgotten()
            let places = [queue(.firstExpireTime), queue(.firstPurgeTime)]
            let results = try flush()
            return try places.compactMap { try result($0, of: results).first { $0.timestamp() } }.min()
        }
    }

    func noted(_ row: RecordColumns.Row) -> OperationRecord {
        known[row.record.name] = .live(revision: row.record.revision, .id(row.id))
        return row.record
    }
}
