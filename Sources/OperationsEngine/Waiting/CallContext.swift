public import OperationsCore
import Synchronization

/// What the engine must know of a call beside its message: until when the caller waits, and whether it is still there.
public final class CallContext: Sendable {
    private enum State {
        case present([UInt64: @Sendable () -> Void], lastID: UInt64)
        case left
    }

    /// The caller's own deadline.
    public let deadline: Timestamp?
    private let state = Mutex(State.present([:], lastID: 0))

    public init(deadline: Timestamp? = nil) {
        self.deadline = deadline
    }

    /// To be called by a door when the caller hangs up or cancels.
    public func leave() {
        let actions = state.withLock { state -> [@Sendable () -> Void] in
            guard case .present(let actions, _) = state else { return [] }
            state = .left
            return Array(actions.values)
        }
        for action in actions { action() }
    }

    public var hasLeft: Bool {
        state.withLock { state in
            if case .left = state { true } else { false }
        }
    }

    /// Calls `action` once when the caller leaves, at once when it has left.
    ///
    /// - Returns: what to pass to ``forget(_:)``.
    func onLeave(_ action: @escaping @Sendable () -> Void) -> UInt64? {
        let id = state.withLock { state -> UInt64? in
            guard case .present(var actions, let lastID) = state else { return nil }
            actions[lastID + 1] = action
            state = .present(actions, lastID: lastID + 1)
            return lastID + 1
        }
        if id == nil { action() }
        return id
    }

    func forget(_ id: UInt64?) {
        guard let id else { return }
        state.withLock { state in
            guard case .present(var actions, let lastID) = state else { return }
            actions[id] = nil
            state = .present(actions, lastID: lastID)
        }
    }
}
