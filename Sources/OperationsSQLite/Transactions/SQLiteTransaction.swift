import GRDB
import OperationsCore

/// One transaction, on the writer's connection.
final class SQLiteTransaction: StoreTransaction {
    let now: Timestamp
    let db: Database
    /// The feed position that was given out last.
    var position: Int64
    /// The row ids of records that were read or written, so that writing them needs no search by name.
    var ids: [OperationName: Int64]
    /// False as long as there certainly are none, so that removing an operation looks for none.
    var hasPolicies: Bool
    /// Set by the first error; the transaction is lost then, also when the body goes on. SQLite may have rolled it back
    /// already, and a further statement would commit by itself.
    private(set) var failure: (any Error)?

    init(_ db: Database, now: Timestamp, position: Int64, ids: [OperationName: Int64], hasPolicies: Bool) {
        self.db = db
        self.now = now
        self.position = position
        self.ids = ids
        self.hasPolicies = hasPolicies
    }

    func lookup(_ names: Set<OperationName>) throws -> [OperationName: Lookup] {
        try guarded {
            var found: [OperationName: Lookup] = [:]
            for name in names { found[name] = try lookup(name) }
            return found
        }
    }

    func rememberedStarts(_ keys: Set<RequestKey>) throws -> [RequestKey: RememberedStart] {
        try guarded {
            var found: [RequestKey: RememberedStart] = [:]
            for key in keys { found[key] = try rememberedStart(key) }
            return found
        }
    }

    func ready(_ selector: LeaseSelector, limit: Int, byteLimit: Int) throws -> RecordBatch {
        try guarded {
            var batch = RecordBatch(limit: limit, byteLimit: byteLimit)
            try db.ready(selector, limit: limit) { batch.offer(noted($0)) }
            return batch
        }
    }

    func due(limit: Int, byteLimit: Int) throws -> [OperationRecord] {
        try guarded { try db.batch(.dueOperations, at: now, limit: limit, byteLimit: byteLimit).map(noted) }
    }

    func expired(limit: Int, byteLimit: Int) throws -> [OperationRecord] {
        try guarded { try db.batch(.expiredOperations, at: now, limit: limit, byteLimit: byteLimit).map(noted) }
    }

    func nextDueTime() throws -> Timestamp? {
        try guarded { try db.first(.firstDueTime) { $0.time() } }
    }

    func nextExpiry() throws -> Timestamp? {
        try guarded { try db.nextExpiry() }
    }

    func purgeTombstones(limit: Int) throws -> Int {
        try guarded { try purge(limit: limit) }
    }

    func write(_ transitions: [Transition]) throws {
        try guarded {
            for transition in transitions where !transition.isIdentity { try write(transition) }
        }
    }

    func guarded<Value>(_ work: () throws -> Value) throws -> Value {
        if let failure { throw failure }
        do {
            return try work()
        } catch {
            let error = FailureMapping.failure(error, isWriting: true) ?? error
            failure = error
            throw error
        }
    }

    private func lookup(_ name: OperationName) throws -> Lookup {
        if let row = try db.operation(name) { return .live(noted(row)) }
        return try db.tombstone(name).map(Lookup.gone) ?? .unknown
    }

    private func noted(_ row: RecordColumns.Row) -> OperationRecord {
        ids[row.record.name] = row.id
        return row.record
    }

    private func rememberedStart(_ key: RequestKey) throws -> RememberedStart? {
        try db.first(.rememberedStart, { $0.key(key) }) {
            RememberedStart(name: OperationName(stored: $0.text()), digest: ContentDigest(bytes: $0.bytes()))
        }
    }
}

extension Binder {
    mutating func key(_ key: RequestKey) {
        text(key.parent.text)
        text(key.requestID)
    }
}
