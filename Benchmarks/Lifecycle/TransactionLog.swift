import OperationsCore
import Synchronization

/// The steps of a lifecycle; each is one transition, written in one transaction together with others.
enum Step: Int, CaseIterable {
    case start, lease, complete

    init(_ transition: Transition) {
        self = transition.before == nil ? .start : transition.after?.isDone == true ? .complete : .lease
    }
}

/// A store that remembers which steps each transaction wrote, so that bare SQLite can write the same.
final class TransactionLog: OperationStore {
    private let base: any OperationStore
    private let log = Mutex<[[Step]]>([])

    init(_ base: any OperationStore) {
        self.base = base
    }

    /// The transactions that wrote anything, in order.
    var transactions: [[Step]] { log.withLock { $0 } }

    fileprivate func note(_ transitions: [Transition]) {
        log.withLock { $0.append(transitions.map(Step.init)) }
    }

    func transact<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws -> Value
    ) async throws -> Value {
        try await base.transact { try body(LoggedTransaction(base: $0, log: self)) }
    }

    var fault: StoreFailure? { base.fault }

    func lookup(_ name: OperationName) async throws -> Lookup {
        try await base.lookup(name)
    }

    func list(_ query: ListQuery) async throws -> ListPage {
        try await base.list(query)
    }

    func history(of name: OperationName, after revision: Int64, limit: Int) async throws -> [HistoryEntry] {
        try await base.history(of: name, after: revision, limit: limit)
    }

    func changes(after position: Int64, limit: Int) async throws -> [Change] {
        try await base.changes(after: position, limit: limit)
    }

    func descriptorSets() async throws -> [DescriptorSet] {
        try await base.descriptorSets()
    }

    func policy(of resource: String) async throws -> Policy? {
        try await base.policy(of: resource)
    }

    func secret() async throws -> [UInt8] {
        try await base.secret()
    }
}

private struct LoggedTransaction: StoreTransaction {
    let base: any StoreTransaction
    let log: TransactionLog

    var now: Timestamp { base.now }

    func write(_ transitions: [Transition]) throws {
        try base.write(transitions)
        log.note(transitions)
    }

    func lookup(_ names: Set<OperationName>) throws -> [OperationName: Lookup] {
        try base.lookup(names)
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
