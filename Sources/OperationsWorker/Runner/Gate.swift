import Synchronization

/// A door that tasks wait at: open, everyone passes; closed, they wait until it opens or they are cancelled.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var nextID: UInt64 = 0
        var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
        /// Those that were cancelled before they had begun to wait.
        var leftEarly: Set<UInt64> = []
    }

    private let state = Mutex(State())

    var isOpen: Bool { state.withLock { $0.isOpen } }

    func open() {
        let waiters = state.withLock { state in
            state.isOpen = true
            defer { state.waiters = [:] }
            return state.waiters.values
        }
        for waiter in waiters { waiter.resume() }
    }

    func close() {
        state.withLock { $0.isOpen = false }
    }

    func wait() async {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { enter(id, $0) }
        } onCancel: {
            leave(id)
        }
        state.withLock { _ = $0.leftEarly.remove(id) }
    }

    private func enter(_ id: UInt64, _ continuation: CheckedContinuation<Void, Never>) {
        let mayPass = state.withLock { state in
            guard !state.isOpen, !state.leftEarly.contains(id) else { return true }
            state.waiters[id] = continuation
            return false
        }
        if mayPass { continuation.resume() }
    }

    private func leave(_ id: UInt64) {
        let waiter = state.withLock { state in
            let waiter = state.waiters.removeValue(forKey: id)
            if waiter == nil { state.leftEarly.insert(id) }
            return waiter
        }
        waiter?.resume()
    }
}
