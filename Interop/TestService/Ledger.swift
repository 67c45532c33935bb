import Synchronization

/// What has become of the calls, for tests that must see it from outside.
final class Ledger: Sendable {
    struct Counts: Sendable {
        var started = 0
        var ended = 0
        var cancelled = 0

        subscript(name: Substring) -> Int? {
            switch name {
            case "started": started
            case "ended": ended
            case "cancelled": cancelled
            default: nil
            }
        }
    }

    private struct State {
        var counts = Counts()
        var watchers: [(isReached: @Sendable (Counts) -> Bool, tell: @Sendable (Counts) -> Void)] = []
    }

    private let state = Mutex(State())

    func note(_ change: @Sendable (inout Counts) -> Void) {
        let (counts, reached) = state.withLock { state in
            change(&state.counts)
            let counts = state.counts
            let reached = state.watchers.filter { $0.isReached(counts) }
            state.watchers.removeAll { $0.isReached(counts) }
            return (counts, reached.map(\.tell))
        }
        for tell in reached { tell(counts) }
    }

    /// Tells the counts as soon as they are as wanted.
    func when(_ isReached: @escaping @Sendable (Counts) -> Bool, _ tell: @escaping @Sendable (Counts) -> Void) {
        let counts = state.withLock { state -> Counts? in
            guard !isReached(state.counts) else { return state.counts }
            state.watchers.append((isReached, tell))
            return nil
        }
        if let counts { tell(counts) }
    }
}
