public import OperationsCore
import Synchronization

/// A store whose next transactions fail on request, before or after the commit.
///
///     let store = FaultyStore(MemoryStore(time: time))
///     store.failNext(.full("no space"), .beforeCommit)
///     // The next transact throws StoreFailure.full and writes nothing.
public final class FaultyStore: OperationStore {
    public enum Moment: Sendable {
        /// Nothing is written.
        case beforeCommit
        /// All is written, but the caller does not learn it: the answer got lost.
        case afterCommit
    }

    private struct State {
        var planned: [(failure: StoreFailure, moment: Moment)] = []
        var fault: StoreFailure?
    }

    private let base: any OperationStore
    private let state = Mutex(State())

    public init(_ base: any OperationStore) {
        self.base = base
    }

    /// Lets the next transaction that is not already condemned fail.
    public func failNext(_ failure: StoreFailure, _ moment: Moment = .beforeCommit) {
        state.withLock { $0.planned.append((failure, moment)) }
    }

    /// Breaks the store for good, or mends it with nil: all transactions fail.
    public func setFault(_ fault: StoreFailure?) {
        state.withLock { $0.fault = fault }
    }

    public var fault: StoreFailure? {
        state.withLock { $0.fault } ?? base.fault
    }

    public var isShared: Bool { base.isShared }

    /// Of ``setFault(_:)`` nobody is told.
    public func follow(_ follower: any StoreFollower) async {
        await base.follow(follower)
    }

    public func transact<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws -> Value
    ) async throws -> Value {
        let (fault, plan) = state.withLock { state in
            (state.fault, state.fault == nil && !state.planned.isEmpty ? state.planned.removeFirst() : nil)
        }
        if let fault { throw fault }
        if let plan, plan.moment == .beforeCommit { throw plan.failure }
        let value = try await base.transact(body)
        if let plan { throw plan.failure }
        return value
    }

    public func lookup(_ name: OperationName) async throws -> Lookup {
        try await base.lookup(name)
    }

    public func list(_ query: ListQuery) async throws -> ListPage {
        try await base.list(query)
    }

    public func history(of name: OperationName, after revision: Int64, limit: Int) async throws -> [HistoryEntry] {
        try await base.history(of: name, after: revision, limit: limit)
    }

    public func changes(after position: Int64, limit: Int) async throws -> [Change] {
        try await base.changes(after: position, limit: limit)
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
}
