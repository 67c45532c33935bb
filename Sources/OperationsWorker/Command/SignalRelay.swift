import Synchronization

/// Hands signals that this process receives on to the program it runs.
public final class SignalRelay: Sendable {
    private struct State {
        var child: ChildProcess?
        /// Came before the program had begun.
        var early: [Int32] = []
    }

    private let state = Mutex(State())

    public init() {}

    /// Sends a signal to the program, or, if it has not begun, as soon as it does.
    ///
    /// - Parameter signal: its number, such as `SIGTERM`.
    public func send(_ signal: Int32) {
        let child = state.withLock { state in
            if state.child == nil { state.early.append(signal) }
            return state.child
        }
        child?.send(signal)
    }

    func attach(_ child: ChildProcess) {
        let early = state.withLock { state in
            state.child = child
            defer { state.early = [] }
            return state.early
        }
        for signal in early { child.send(signal) }
    }

    func detach() {
        state.withLock { $0.child = nil }
    }
}
