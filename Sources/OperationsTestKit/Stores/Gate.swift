import Synchronization

/// Lets calls pass while it is open, and holds them while it is closed.
final class Gate: Sendable {
    private struct State {
        var isClosed = false
        var lastID = 0
        var held: [Int: CheckedContinuation<Void, any Error>] = [:]
        /// Calls that were cancelled before they were held.
        var cancelled: Set<Int> = []
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    func close() {
        state.withLock { $0.isClosed = true }
    }

    func open() {
        let held = state.withLock { state in
            state.isClosed = false
            defer { state.held = [:] }
            return state.held.sorted { $0.key < $1.key }.map(\.value)
        }
        for continuation in held { continuation.resume() }
    }

    /// Returns as soon as at least `count` calls are held.
    func holding(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isNow = state.withLock { state in
                guard state.held.count < count else { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isNow { continuation.resume() }
        }
    }

    /// Returns when the gate is open; throws CancellationError when the task is cancelled before.
    func pass() async throws {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await hold(id)
        } onCancel: {
            cancel(id)
        }
    }

    /// Returns when the gate is open, although the task be cancelled.
    func passInAnyCase() async {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try? await hold(id)
    }

    private func hold(_ id: Int) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            let (result, watchers) = state.withLock {
                state -> (Result<Void, any Error>?, [CheckedContinuation<Void, Never>]) in
                if state.cancelled.remove(id) != nil { return (.failure(CancellationError()), []) }
                guard state.isClosed else { return (.success(()), []) }
                state.held[id] = continuation
                let satisfied = state.watchers.filter { $0.count <= state.held.count }
                state.watchers.removeAll { $0.count <= state.held.count }
                return (nil, satisfied.map(\.continuation))
            }
            if let result { continuation.resume(with: result) }
            for watcher in watchers { watcher.resume() }
        }
    }

    private func cancel(_ id: Int) {
        let held = state.withLock { state in
            let held = state.held.removeValue(forKey: id)
            if held == nil { state.cancelled.insert(id) }
            return held
        }
        held?.resume(throwing: CancellationError())
    }
}
