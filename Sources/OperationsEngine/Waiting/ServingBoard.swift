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
            let (id, isDraining) = state.withLock { state in
                state.lastID += 1
                if !state.isDraining { state.watchers[state.lastID] = continuation }
                continuation.yield(state.isServing && !state.isDraining)
                return (state.lastID, state.isDraining)
            }
            continuation.onTermination = { [weak self] _ in self?.forget(id) }
            if isDraining { continuation.finish() }
        }
    }

    /// Asks for the present state, and tells it if it is another.
    ///
    /// It is asked for and told under the lock, so that of two who ask at once the later one is heard last.
    func update(_ isServing: () -> Bool) {
        state.withLock { state in
            let isServing = isServing()
            guard state.isServing != isServing, !state.isDraining else { return }
            state.isServing = isServing
            for watcher in state.watchers.values { watcher.yield(isServing) }
        }
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
