public import OperationsCore
import Synchronization

/// The reference store: dictionaries behind a lock. Nothing outlives the process.
///
/// The other stores are compared with it. It also serves tests, and trials of the server:
///
///     let store = MemoryStore(time: SystemTime())
///     let engine = Engine(store: store)
public final class MemoryStore: OperationStore {
    private let time: any TimeSource
    private let state = Mutex(MemoryState())
    private let secretBytes: Mutex<[UInt8]>

    /// - Parameter time: the store's time, as its transactions see it.
    public init(time: any TimeSource) {
        self.time = time
        var random = SystemRandomNumberGenerator()
        secretBytes = Mutex((0..<32).map { _ in .random(in: .min ... .max, using: &random) })
    }

    public var fault: StoreFailure? { nil }

    public func transact<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws -> Value
    ) async throws -> Value {
        try state.withLock { state in
            let transaction = MemoryTransaction(state: state, now: time.now)
            // The transaction alone holds the state now, so that it changes in place instead of being copied.
            state = MemoryState()
            let result = Result {
                let value = try body(transaction)
                if let conflict = transaction.conflict { throw conflict }
                return value
            }
            if case .failure = result { transaction.rollBack() }
            state = transaction.state
            return try result.get()
        }
    }

    public func lookup(_ name: OperationName) async throws -> Lookup {
        state.withLock { $0.lookup(name) }
    }

    public func list(_ query: ListQuery) async throws -> ListPage {
        state.withLock { $0.list(query) }
    }

    public func history(of name: OperationName, after revision: Int64, limit: Int) async throws -> [HistoryEntry] {
        state.withLock { $0.history(of: name, after: revision, limit: limit) }
    }

    public func changes(after position: Int64, limit: Int) async throws -> [Change] {
        state.withLock { $0.changes(after: position, limit: limit) }
    }

    public func descriptorSets() async throws -> [DescriptorSet] {
        state.withLock { $0.orderedDescriptorSets }
    }

    public func policy(of resource: String) async throws -> Policy? {
        state.withLock { $0.policies[resource] }
    }

    public func secret() async throws -> [UInt8] {
        secretBytes.withLock(\.self)
    }

    func replaceSecret(by secret: [UInt8]) {
        secretBytes.withLock { $0 = secret }
    }

    func withState<Value: Sendable>(_ body: (inout MemoryState) throws -> Value) rethrows -> Value {
        try state.withLock { try body(&$0) }
    }
}
