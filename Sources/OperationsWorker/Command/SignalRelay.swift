import Synchronization

/// Hands signals that this process receives on to the program it runs.
public final class SignalRelay: Sendable {
    private struct State {
        var child: ChildProcess?
        /// Came before the program had begun.
        var early: [Int32] = []
        var wasSignalled = false
    }

    private let state = Mutex(State())

    public init() {}

    /// Whether any signal came.
    public var wasSignalled: Bool { state.withLock { $0.wasSignalled } }

    /// Takes a signal, and sends it to the program, or, if that has not begun, as soon as it does.
    ///
    /// - Parameters:
    ///   - signal: its number, such as `SIGTERM`.
    ///   - passesOn: false if the program got it too, as from the terminal they share.
    public func receive(_ signal: Int32, passesOn: Bool) {
        let child = state.withLock { state in
            state.wasSignalled = true
            if passesOn, state.child == nil { state.early.append(signal) }
            return state.child
        }
        if passesOn { child?.send(signal) }
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
