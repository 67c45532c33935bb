import GRDB
public import OperationsCore
import Synchronization

/// The single-file store: one SQLite database, in write-ahead mode, synced to disk at every commit.
///
///     let store = try SQLiteStore(path: "longrun.db", time: SystemTime())
///     defer { store.close() }
///
/// One process uses the file at a time; a second one is refused. Spans are kept to the microsecond.
public final class SQLiteStore: OperationStore {
    public struct Options: Sendable {
        /// The page cache of each connection. Default 32 MiB.
        public var cacheKibibytes = 32_768
        /// Makes the file when there is none, and brings its schema up to date. Default true; else the store does not open
        /// when that would be needed.
        public var preparesFile = true
        /// Called with every SQL statement, for tests and measurements. Default: nobody.
        public var onStatement: (@Sendable (String) -> Void)?

        public init() {}
    }

    private struct State {
        var fault: StoreFailure?
        var isClosed = false
        /// The feed position that was given out last; used on the writer's queue only.
        var position: Int64
        /// False as long as no policy was ever put; used on the writer's queue only.
        var hasPolicies: Bool
        var secret: [UInt8]
        /// The row ids of operations written or read for writing lately, so that they are not searched by name again.
        var ids: [OperationName: Int64] = [:]

        init(_ db: Database) throws {
            position = try db.lastPosition()
            hasPolicies = try db.hasPolicies()
            secret = try db.secret()
        }

        /// Hands the ids to a transaction, and keeps none meanwhile, so that they are not copied.
        mutating func takeIDs() -> [OperationName: Int64] {
            defer { ids = [:] }
            return ids
        }
    }

    /// About 10 MiB at the most.
    private static let rememberedIDs = 50_000

    let pool: DatabasePool
    private let time: any TimeSource
    private let lock: Mutex<StoreLock?>
    private let state: Mutex<State>

    /// Opens the database, or makes it.
    ///
    /// - Parameters:
    ///   - path: a file in a directory that exists; others appear beside it (`-wal`, `-shm`, `.lock`).
    ///   - time: the store's time, as its transactions see it.
    /// - Throws: ``SQLiteStoreError``.
    public init(path: String, time: any TimeSource, options: Options = Options()) throws {
        let path = StoreLock.resolved(path)
        if !options.preparesFile { try OpenDatabase.checkExistence(path) }
        lock = Mutex(try StoreLock(databasePath: path))
        let pool = try OpenDatabase.open(path, options: options)
        state = Mutex(try pool.read(State.init))
        self.pool = pool
        self.time = time
    }

    /// Waits for the present transaction, then closes the file and lets another process use it.
    public func close() {
        state.withLock { $0.isClosed = true }
        try? pool.close()
        lock.withLock { $0 = nil }
    }

    public var fault: StoreFailure? {
        state.withLock { $0.fault }
    }

    public func transact<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws -> Value
    ) async throws -> Value {
        try await write(body)
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (SQLiteTransaction) throws -> Value
    ) async throws -> Value {
        // Not GRDB's async function: that writes nothing when the calling task is cancelled.
        let result = await withCheckedContinuation { continuation in
            pool.asyncWriteWithoutTransaction { db in
                continuation.resume(returning: Result { try self.commit(body, on: db) })
            }
        }
        return try result.get()
    }

    public func lookup(_ name: OperationName) async throws -> Lookup {
        try await read { db in
            if let row = try db.operation(name) { return .live(row.record) }
            return try db.tombstone(name).map(Lookup.gone) ?? .unknown
        }
    }

    public func list(_ query: ListQuery) async throws -> ListPage {
        try await read { try $0.list(query) }
    }

    public func history(of name: OperationName, after revision: Int64, limit: Int) async throws -> [HistoryEntry] {
        try await read { try $0.history(of: name, after: revision, limit: limit) }
    }

    public func changes(after position: Int64, limit: Int) async throws -> [Change] {
        try await read { try $0.changes(after: position, limit: limit) }
    }

    public func descriptorSets() async throws -> [DescriptorSet] {
        try await read { try $0.descriptorSets() }
    }

    public func policy(of resource: String) async throws -> Policy? {
        try await read { try $0.policy(of: resource) }
    }

    public func secret() async throws -> [UInt8] {
        state.withLock { $0.secret }
    }

    func replaceSecret(by secret: [UInt8]) {
        state.withLock { $0.secret = secret }
    }
}

extension SQLiteStore {
    /// Runs on the writer's queue.
    private func commit<Value>(_ body: (SQLiteTransaction) throws -> Value, on db: Database) throws -> Value {
        let (position, ids, hasPolicies) = try state.withLock { state in
            if let fault = state.fault { throw fault }
            if state.isClosed { throw StoreFailure.unavailable("The store is closed.") }
            return (state.position, state.takeIDs(), state.hasPolicies)
        }
        let transaction = SQLiteTransaction(db, now: time.now, position: position, ids: ids, hasPolicies: hasPolicies)
        do {
            var value: Value?
            try db.inTransaction(.immediate) {
                value = try body(transaction)
                if let failure = transaction.failure { throw failure }
                return .commit
            }
            guard let value else { throw StoreFailure.unavailable("The transaction did not run.") }
            state.withLock { state in
                state.position = transaction.position
                state.hasPolicies = transaction.hasPolicies
                if transaction.ids.count <= Self.rememberedIDs { state.ids = transaction.ids }
            }
            return value
        } catch {
            let failure = FailureMapping.failure(error, isWriting: true)
            if let failure, case .broken = failure { state.withLock { $0.fault = failure } }
            throw failure ?? error
        }
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        guard !state.withLock({ $0.isClosed }) else { throw StoreFailure.unavailable("The store is closed.") }
        do {
            return try await pool.read(body)
        } catch {
            // A cancelled task interrupts its own read.
            try Task.checkCancellation()
            throw FailureMapping.failure(error, isWriting: false) ?? error
        }
    }
}

extension Database {
    /// The last feed position that was ever given out.
    func lastPosition() throws -> Int64 {
        let kept = try first(.meta, { $0.text(MetaKey.position) }, row: { $0.int() })
        let live = try first(.lastOperationPosition) { $0.int() }
        let gone = try first(.lastTombstonePosition) { $0.int() }
        return [kept, live, gone].compactMap(\.self).max() ?? 0
    }

    fileprivate func secret() throws -> [UInt8] {
        try first(.meta, { $0.text(MetaKey.secret) }, row: { $0.bytes() }) ?? []
    }
}
