import Synchronization

/// One thing to be done once when a call's waiting ends; it may be armed before or after that happens.
final class Interruption: Sendable {
    private enum State {
        case idle
        case armed(@Sendable () -> Void)
        case fired
    }

    private let state = Mutex(State.idle)

    func arm(_ action: @escaping @Sendable () -> Void) {
        let isFired = state.withLock { state -> Bool in
            if case .fired = state { return true }
            state = .armed(action)
            return false
        }
        if isFired { action() }
    }

    func fire() {
        let action = state.withLock { state -> (@Sendable () -> Void)? in
            defer { state = .fired }
            guard case .armed(let action) = state else { return nil }
            return action
        }
        action?()
    }
}
