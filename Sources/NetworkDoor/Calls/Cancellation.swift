import Synchronization

/// Tells a call that is being worked on elsewhere that nobody waits for its answer any more.
///
/// One hook can be set; it is called once, at once when the call is over already.
final class Cancellation: Sendable {
    private enum State {
        case open((@Sendable (GRPCStatus) -> Void)?)
        case cancelled(GRPCStatus)
        case closed
    }

    private let state = Mutex(State.open(nil))

    /// - Parameter hook: told why, as a status.
    func whenCancelled(_ hook: @escaping @Sendable (GRPCStatus) -> Void) {
        let reason = state.withLock { state -> GRPCStatus? in
            switch state {
            case .open:
                state = .open(hook)
                return nil
            case .cancelled(let reason): return reason
            case .closed: return nil
            }
        }
        if let reason { hook(reason) }
    }

    func cancel(_ reason: GRPCStatus) {
        let hook = state.withLock { state -> (@Sendable (GRPCStatus) -> Void)? in
            guard case .open(let hook) = state else { return nil }
            state = .cancelled(reason)
            return hook
        }
        hook?(reason)
    }

    /// The call was answered: the hook is let go.
    func close() {
        state.withLock { state in
            if case .open = state { state = .closed }
        }
    }
}
