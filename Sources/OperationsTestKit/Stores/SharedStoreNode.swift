public import OperationsCore
import Synchronization

/// A store as one of several nodes sees it; made by ``SharedStore/node()``.
///
/// Its follower is told of every commit, its own too, in order but later: the commit does not wait for it.
public final class SharedStoreNode: OperationStore {
    private struct State {
        var fault: StoreFailure?
        var isDeaf = false
        var didFaultChange = false
        var didSetsChange = false
        var didLoseTrack = false
        var interferences: [@Sendable () async throws -> Void] = []
        var wake: AsyncStream<Void>.Continuation?
        /// How far in the feed the follower was told.
        var told: Int64 = 0
        var listeners: [(position: Int64, continuation: CheckedContinuation<Void, Never>)] = []

        /// Nil while nothing is heard of the store.
        mutating func takeNews() -> (fault: Bool, sets: Bool, loss: Bool)? {
            guard fault == nil, !isDeaf else { return nil }
            defer { (didSetsChange, didLoseTrack) = (false, false) }
            return (takeFaultNews(), didSetsChange, didLoseTrack)
        }

        mutating func takeFaultNews() -> Bool {
            defer { didFaultChange = false }
            return didFaultChange
        }
    }

    private struct Rerun: Error {}

    private let shared: SharedStore
    private let gate = Gate()
    private let wayBack = Gate()
    private let state = Mutex(State())

    init(_ shared: SharedStore) {
        self.shared = shared
    }

    public var isShared: Bool { true }

    public var fault: StoreFailure? {
        state.withLock { $0.fault } ?? shared.base.fault
    }

    /// Cuts this node off from the store, so that all its calls fail, or lets it have the store back with nil. Its
    /// follower is told of either, and of what it missed.
    public func setFault(_ fault: StoreFailure?) {
        change {
            $0.fault = fault
            $0.didFaultChange = true
        }
    }

    /// Lets this node hear of no change, or again of all since.
    public func setDeaf(_ isDeaf: Bool) {
        change { $0.isDeaf = isDeaf }
    }

    /// Lets this node miss what it was not told so far, as if another server had taken the store's place.
    public func loseTrack() {
        change { $0.didLoseTrack = true }
    }

    /// Lets this node's calls wait for the store from now on.
    public func stall() {
        gate.close()
    }

    /// Lets the answers to this node's transactions wait from now on, when they have been carried out.
    public func stallAnswers() {
        wayBack.close()
    }

    /// Returns as soon as at least `count` calls wait.
    public func stalled(_ count: Int) async {
        await gate.holding(count)
    }

    /// Returns as soon as at least `count` answers wait.
    public func answersStalled(_ count: Int) async {
        await wayBack.holding(count)
    }

    /// Lets all that waits go on.
    public func goOn() {
        gate.open()
        wayBack.open()
    }

    /// Returns as soon as the follower has been told of all that is in the feed now.
    public func caughtUp() async throws {
        let last = try await shared.base.changes(after: 0, limit: .max).last?.position ?? 0
        await withCheckedContinuation { continuation in
            let isNow = state.withLock { state in
                guard state.told < last else { return true }
                state.listeners.append((last, continuation))
                return false
            }
            if isNow { continuation.resume() }
        }
    }

    /// Runs the body of the next transaction twice, as if others had come between.
    ///
    /// - Parameter interference: what others do after the first run, which leaves nothing behind.
    public func runNextTwice(interference: @escaping @Sendable () async throws -> Void = {}) {
        state.withLock { $0.interferences.append(interference) }
    }

    public func transact<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws -> Value
    ) async throws -> Value {
        await gate.passInAnyCase()
        try check()
        if let interference = state.withLock({ $0.interferences.isEmpty ? nil : $0.interferences.removeFirst() }) {
            try await runInVain(body)
            try await interference()
        }
        let (value, changesSets) = try await shared.base.transact { [shared] transaction in
            let transaction = SharedTransaction(base: transaction, locked: shared.locked)
            return (try body(transaction), transaction.changesSets)
        }
        shared.announce(SharedStore.News(changesSets: changesSets))
        await wayBack.passInAnyCase()
        return value
    }

    private func runInVain<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws -> Value
    ) async throws {
        do {
            try await shared.base.transact { [shared] transaction in
                _ = try body(SharedTransaction(base: transaction, locked: shared.locked))
                throw Rerun()
            }
        } catch is Rerun {}
    }

    public func lookup(_ name: OperationName) async throws -> Lookup {
        try await base().lookup(name)
    }

    public func list(_ query: ListQuery) async throws -> ListPage {
        try await base().list(query)
    }

    public func history(of name: OperationName, after revision: Int64, limit: Int) async throws -> [HistoryEntry] {
        try await base().history(of: name, after: revision, limit: limit)
    }

    public func changes(after position: Int64, limit: Int) async throws -> [Change] {
        try await base().changes(after: position, limit: limit)
    }

    public func descriptorSets() async throws -> [DescriptorSet] {
        try await base().descriptorSets()
    }

    public func policy(of resource: String) async throws -> Policy? {
        try await base().policy(of: resource)
    }

    public func secret() async throws -> [UInt8] {
        try await base().secret()
    }

    public func follow(_ follower: any StoreFollower) async {
        let (signals, wake) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let id = shared.tell { [self] news in change { $0.didSetsChange = $0.didSetsChange || news.changesSets } }
        defer { shared.forget(id) }
        change {
            $0.wake = wake
            $0.didSetsChange = true
        }
        for await _ in signals {
            guard let news = state.withLock({ $0.takeNews() }) else {
                if state.withLock({ $0.takeFaultNews() }) { follower.didChangeFault() }
                continue
            }
            if news.fault { follower.didChangeFault() }
            if news.sets { follower.didChangeDescriptorSets() }
            try? await tell(follower, loses: news.loss)
        }
    }

    private func tell(_ follower: any StoreFollower, loses: Bool) async throws {
        let changes = try await shared.base.changes(after: state.withLock { $0.told }, limit: .max)
        defer { if loses { follower.didLoseTrack() } }
        guard let last = changes.last else { return }
        var notices: [ChangeNotice] = []
        for change in changes where !loses { notices.append(try await notice(of: change)) }
        follower.didChange(notices)
        let listeners = state.withLock { state in
            state.told = last.position
            defer { state.listeners.removeAll { $0.position <= last.position } }
            return state.listeners.filter { $0.position <= last.position }
        }
        for listener in listeners { listener.continuation.resume() }
    }

    private func notice(of change: Change) async throws -> ChangeNotice {
        var nextTime = change.record.flatMap(Lifecycle.dueTime)
        if change.record == nil, case .gone(let tombstone) = try await shared.base.lookup(change.name) {
            nextTime = tombstone.purgeTime
        }
        return ChangeNotice(
            position: change.position, name: change.name, queue: change.record?.queue ?? "",
            isReady: change.record?.isReady ?? false, isOver: change.record?.isDone ?? true, nextTime: nextTime)
    }

    /// What this node can reach.
    private func base() async throws -> any OperationStore {
        try await gate.pass()
        try check()
        return shared.base
    }

    private func check() throws {
        if let fault { throw fault }
    }

    private func change(_ body: (inout State) -> Void) {
        let wake = state.withLock { state in
            body(&state)
            return state.wake
        }
        wake?.yield()
    }
}
