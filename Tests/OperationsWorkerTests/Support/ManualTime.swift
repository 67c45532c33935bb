import Synchronization

@testable import OperationsWorker

/// Time that a test moves.
final class ManualTime: WorkerTime {
    private struct Sleeper {
        let end: Duration
        let gate = Gate()
    }

    private struct State {
        var now = Duration.zero
        var nextID = 0
        var sleepers: [Int: Sleeper] = [:]
        var watchers: [(end: Duration?, gate: Gate)] = []
    }

    private let state = Mutex(State())

    var now: Duration { state.withLock { $0.now } }

    func sleep(until end: Duration) async {
        let (id, gate) = state.withLock { state in
            let sleeper = Sleeper(end: end)
            state.nextID += 1
            state.sleepers[state.nextID] = sleeper
            if end <= state.now { sleeper.gate.open() }
            for watcher in state.watchers where watcher.end == nil || watcher.end == end { watcher.gate.open() }
            return (state.nextID, sleeper.gate)
        }
        await gate.wait()
        state.withLock { _ = $0.sleepers.removeValue(forKey: id) }
    }

    /// Returns as soon as somebody sleeps, until exactly that time if one is given.
    func someoneSleeps(until end: Duration? = nil) async {
        let gate = Gate()
        state.withLock { state in
            state.watchers.append((end, gate))
            if state.sleepers.values.contains(where: { end == nil || $0.end == end }) { gate.open() }
        }
        await gate.wait()
    }

    /// Moves on, and wakes whoever has slept enough.
    func advance(to time: Duration) {
        let due = state.withLock { state in
            state.now = max(state.now, time)
            return state.sleepers.values.filter { $0.end <= state.now }
        }
        for sleeper in due { sleeper.gate.open() }
    }
}
