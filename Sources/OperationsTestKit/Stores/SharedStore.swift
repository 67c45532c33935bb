public import OperationsCore
import Synchronization

/// One store that several nodes share, in one process and without a database server.
///
///     let shared = SharedStore(MemoryStore(time: time))
///     let (one, other) = (shared.node(), shared.node())
///     // … an engine on each …
///     shared.lock(name)
///     // Neither leases or sweeps it now, as if a third node had it locked.
public final class SharedStore: Sendable {
    /// What a node hears of each transaction.
    struct News: Sendable {
        var changesSets: Bool
    }

    private struct State {
        var locked: Set<OperationName> = []
        var listeners: [Int: @Sendable (News) -> Void] = [:]
        var lastID = 0
    }

    let base: any OperationStore
    private let state = Mutex(State())

    public init(_ base: any OperationStore) {
        self.base = base
    }

    /// The store as one node sees it.
    public func node() -> SharedStoreNode {
        SharedStoreNode(self)
    }

    /// Lets ready operations and such as are due be passed over until ``unlock(_:)``. Nobody is told of either.
    public func lock(_ name: OperationName) {
        state.withLock { _ = $0.locked.insert(name) }
    }

    public func unlock(_ name: OperationName) {
        state.withLock { _ = $0.locked.remove(name) }
    }

    var locked: Set<OperationName> {
        state.withLock { $0.locked }
    }

    /// - Returns: by what ``forget(_:)`` knows the listener.
    func tell(_ listener: @escaping @Sendable (News) -> Void) -> Int {
        state.withLock { state in
            state.lastID += 1
            state.listeners[state.lastID] = listener
            return state.lastID
        }
    }

    func forget(_ id: Int) {
        state.withLock { $0.listeners[id] = nil }
    }

    func announce(_ news: News) {
        let listeners = state.withLock { $0.listeners.values.map { $0 } }
        for listener in listeners { listener(news) }
    }
}
