import Synchronization

/// Tells whoever watches whether the server serves: false while changes cannot be stored, and once it shuts down.
final class ServingBoard: Sendable {
    private struct State {
        var isServing = true
        var isDraining = false
        var watchers: [UInt64: AsyncStream<Bool>.Continuation] = [:]
        var lastID: UInt64 = 0
    }

    private let state = Mutex(State())

    /// The present state, then each change; it ends with the shutdown.
    func states() -> AsyncStream<Bool> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let (id, isServing, isDraining) = state.withLock { state in
                state.lastID += 1
                if !state.isDraining { state.watchers[state.lastID] = continuation }
                return (state.lastID, state.isServing, state.isDraining)
            }
            continuation.onTermination = { [weak self] _ in self?.forget(id) }
            continuation.yield(isServing && !isDraining)
            if isDraining { continuation.finish() }
        }
    }

    func note(isServing: Bool) {
        let watchers = state.withLock { state -> [AsyncStream<Bool>.Continuation] in
            guard state.isServing != isServing, !state.isDraining else { return [] }
            state.isServing = isServing
            return Array(state.watchers.values)
        }
        for watcher in watchers { watcher.yield(isServing) }
    }

    func drain() {
        let watchers = state.withLock { state in
            defer { state.watchers = [:] }
            state.isDraining = true
            return Array(state.watchers.values)
        }
        for watcher in watchers {
            watcher.yield(false)
            watcher.finish()
        }
    }

    private func forget(_ id: UInt64) {
        state.withLock { $0.watchers[id] = nil }
    }
}
