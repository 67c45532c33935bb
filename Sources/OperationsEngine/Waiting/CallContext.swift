public import OperationsCore
import Synchronization

/// What the engine must know of a call beside its message: until when the caller waits, and whether it is still there.
public final class CallContext: Sendable {
    private enum State {
        case present((@Sendable () -> Void)?)
        case left
    }

    /// The caller's own deadline.
    public let deadline: Timestamp?
    private let state = Mutex(State.present(nil))

    public init(deadline: Timestamp? = nil) {
        self.deadline = deadline
    }

    /// To be called by a door when the caller hangs up or cancels.
    public func leave() {
        let action = state.withLock { state -> (@Sendable () -> Void)? in
            defer { state = .left }
            guard case .present(let action) = state else { return nil }
            return action
        }
        action?()
    }

    public var hasLeft: Bool {
        state.withLock { state in
            if case .left = state { true } else { false }
        }
    }

    /// Sets what is done when the caller leaves, at once when it has; nil takes it back.
    func onLeave(_ action: (@Sendable () -> Void)?) {
        let hasLeft = state.withLock { state -> Bool in
            if case .left = state { return true }
            state = .present(action)
            return false
        }
        if hasLeft { action?() }
    }

    /// When a held call must be answered: after `span`, but 200 ms before the caller's deadline, or at its half when
    /// it is under 400 ms, so that the caller hears the answer.
    func answerTime(within span: Duration, from now: Timestamp) -> Timestamp {
        guard let deadline else { return now + span }
        let remaining = deadline.since(now)
        let margin = remaining < .milliseconds(400) ? remaining / 2 : .milliseconds(200)
        return min(now + span, now + (remaining - margin))
    }
}
