import Synchronization

/// Requests that are held until somebody lets them go.
final class WaitingRoom: Sendable {
    private struct State {
        var last = 0
        var waiting: [Int: @Sendable () -> Void] = [:]
    }

    private let state = Mutex(State())

    func enter(_ answer: @escaping @Sendable () -> Void) -> Int {
        state.withLock { state in
            state.last += 1
            state.waiting[state.last] = answer
            return state.last
        }
    }

    func leave(_ ticket: Int) {
        state.withLock { $0.waiting[ticket] = nil }
    }

    /// Answers all; returns how many there were.
    func release() -> Int {
        let waiting = state.withLock { state in
            defer { state.waiting = [:] }
            return state.waiting
        }
        for answer in waiting.values { answer() }
        return waiting.count
    }
}
