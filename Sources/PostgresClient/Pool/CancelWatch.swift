import Synchronization

/// Whether a body still runs, and whether it shall end: between the task that is cancelled and the connection.
final class CancelWatch: Sendable {
    private struct State {
        var isRunning = true
        var isCancelled = false
    }

    private let state = Mutex(State())

    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// True as long as cancelling can still do good.
    var wantsCancelling: Bool { state.withLock { $0.isRunning && $0.isCancelled } }

    /// False when the body has ended: then nothing may be sent.
    func cancel() -> Bool {
        state.withLock {
            if $0.isRunning { $0.isCancelled = true }
            return $0.isRunning
        }
    }

    /// The body has ended; says whether it was cancelled before.
    func end() -> Bool {
        state.withLock {
            $0.isRunning = false
            return $0.isCancelled
        }
    }
}
