public import OperationsCore
import Synchronization

/// A store that counts what is asked of it, for tests of how little that is.
///
///     let store = CountingStore(MemoryStore(time: time))
///     // … start, lease and complete one operation …
///     #expect(store.counts.transactions == 3)
public final class CountingStore: OperationStore {
    public struct Counts: Hashable, Sendable {
        public var transactions = 0
        /// Transitions handed to the store, in transactions that succeeded or not.
        public var transitions = 0
        public var lookups = 0
        /// Within transactions, each of any number of names.
        public var lockingLookups = 0
        public var lists = 0
        public var histories = 0
        public var feedReads = 0

        public init() {}
    }

    private let base: any OperationStore
    private let state = Mutex(Counts())

    public init(_ base: any OperationStore) {
        self.base = base
    }

    public var counts: Counts {
        state.withLock { $0 }
    }

    public func reset() {
        state.withLock { $0 = Counts() }
    }

    public var fault: StoreFailure? { base.fault }

    public var isShared: Bool { base.isShared }

    public func follow(_ follower: any StoreFollower) async {
        await base.follow(follower)
    }

    public func transact<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws -> Value
    ) async throws -> Value {
        state.withLock { $0.transactions += 1 }
        return try await base.transact { transaction in
            try body(CountingTransaction(base: transaction, store: self))
        }
    }

    public func lookup(_ name: OperationName) async throws -> Lookup {
        state.withLock { $0.lookups += 1 }
        return try await base.lookup(name)
    }

    public func list(_ query: ListQuery) async throws -> ListPage {
        state.withLock { $0.lists += 1 }
        return try await base.list(query)
    }

    public func history(of name: OperationName, after revision: Int64, limit: Int) async throws -> [HistoryEntry] {
        state.withLock { $0.histories += 1 }
        return try await base.history(of: name, after: revision, limit: limit)
    }

    public func changes(after position: Int64, limit: Int) async throws -> [Change] {
        state.withLock { $0.feedReads += 1 }
        return try await base.changes(after: position, limit: limit)
    }

    public func descriptorSets() async throws -> [DescriptorSet] {
        try await base.descriptorSets()
    }

    public func policy(of resource: String) async throws -> Policy? {
        try await base.policy(of: resource)
    }

    public func secret() async throws -> [UInt8] {
        try await base.secret()
    }

    fileprivate func countLockingLookup() {
        state.withLock { $0.lockingLookups += 1 }
    }

    fileprivate func countTransitions(_ count: Int) {
        state.withLock { $0.transitions += count }
    }
}

private struct CountingTransaction: StoreTransaction {
    let base: any StoreTransaction
    let store: CountingStore

    var now: Timestamp { base.now }

    func lookup(_ names: Set<OperationName>) throws -> [OperationName: Lookup] {
        store.countLockingLookup()
        return try base.lookup(names)
    }

    func rememberedStarts(_ keys: Set<RequestKey>) throws -> [RequestKey: RememberedStart] {
        try base.rememberedStarts(keys)
    }

    func ready(_ selector: LeaseSelector, limit: Int, byteLimit: Int) throws -> RecordBatch {
        try base.ready(selector, limit: limit, byteLimit: byteLimit)
    }

    func due(limit: Int, byteLimit: Int) throws -> [OperationRecord] {
        try base.due(limit: limit, byteLimit: byteLimit)
    }

    func expired(limit: Int, byteLimit: Int) throws -> [OperationRecord] {
        try base.expired(limit: limit, byteLimit: byteLimit)
    }

    func purgeTombstones(limit: Int) throws -> Int {
        try base.purgeTombstones(limit: limit)
    }

    func nextDueTime() throws -> Timestamp? {
        try base.nextDueTime()
    }

    func nextExpiry() throws -> Timestamp? {
        try base.nextExpiry()
    }

    func write(_ transitions: [Transition]) throws {
        store.countTransitions(transitions.count)
        try base.write(transitions)
    }

    func descriptorSets() throws -> [DescriptorSet] {
        try base.descriptorSets()
    }

    func put(_ set: DescriptorSet) throws {
        try base.put(set)
    }

    func removeDescriptorSet(_ id: String) throws -> Bool {
        try base.removeDescriptorSet(id)
    }

    func policy(of resource: String) throws -> Policy? {
        try base.policy(of: resource)
    }

    func put(_ policy: Policy, of resource: String) throws {
        try base.put(policy, of: resource)
    }

    func removePolicy(of resource: String) throws {
        try base.removePolicy(of: resource)
    }
}
