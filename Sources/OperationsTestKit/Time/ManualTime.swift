public import OperationsCore
import Synchronization

/// A clock that stands still until a test moves it.
///
///     let time = ManualTime()
///     let store = MemoryStore(time: time)
///     // … something sleeps until its lease runs out …
///     await time.sleepers(1)
///     time.advance(by: .seconds(31))
public final class ManualTime: TimeSource {
    private let state: Mutex<State>

    /// - Parameter start: what ``now`` says first. Default 2025-01-01T00:00:00Z.
    public init(start: Timestamp = Timestamp(microseconds: 1_735_689_600_000_000)) {
        state = Mutex(State(now: start))
    }

    public var now: Timestamp {
        state.withLock { $0.now }
    }

    /// Moves the clock, and wakes everyone whose time has come by then, the earliest first.
    public func advance(by span: Duration) {
        let woken = state.withLock { $0.advance(by: span) }
        for continuation in woken { continuation.resume() }
    }

    public func sleep(until time: Timestamp) async throws {
        let id = state.withLock { $0.nextID() }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                act(state.withLock { $0.park(Sleeper(id: id, time: time, continuation: continuation)) })
            }
        } onCancel: {
            act(state.withLock { $0.cancel(id) })
        }
    }

    /// Returns as soon as at least `count` tasks sleep on this clock.
    public func sleepers(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isNow = state.withLock { $0.watch(Watcher(continuation) { $0.count >= count }) }
            if isNow { continuation.resume() }
        }
    }

    /// Returns as soon as a task sleeps until exactly that time.
    public func sleeper(until time: Timestamp) async {
        await withCheckedContinuation { continuation in
            let isNow = state.withLock { $0.watch(Watcher(continuation) { $0.contains { $0.time == time } }) }
            if isNow { continuation.resume() }
        }
    }

    /// When the next sleeper wakes; nil when nobody sleeps.
    public var nextWake: Timestamp? {
        state.withLock { $0.sleepers.map(\.time).min() }
    }

    private func act(_ outcome: Outcome) {
        switch outcome {
        case .parked(let watchers): for watcher in watchers { watcher.resume() }
        case .wake(let continuation): continuation.resume()
        case .cancel(let continuation): continuation.resume(throwing: CancellationError())
        case .nothing: break
        }
    }
}

extension ManualTime {
    fileprivate struct Sleeper: Sendable {
        let id: Int
        let time: Timestamp
        let continuation: CheckedContinuation<Void, any Error>
    }

    fileprivate struct Watcher: Sendable {
        let continuation: CheckedContinuation<Void, Never>
        let isSatisfied: @Sendable ([Sleeper]) -> Bool

        init(
            _ continuation: CheckedContinuation<Void, Never>, when isSatisfied: @escaping @Sendable ([Sleeper]) -> Bool
        ) {
            self.continuation = continuation
            self.isSatisfied = isSatisfied
        }
    }

    fileprivate enum Outcome {
        case parked([CheckedContinuation<Void, Never>])
        case wake(CheckedContinuation<Void, any Error>)
        case cancel(CheckedContinuation<Void, any Error>)
        case nothing
    }

    /// Decides who goes on; the clock itself resumes them, outside the lock.
    fileprivate struct State: Sendable {
        var now: Timestamp
        var sleepers: [Sleeper] = []
        private var watchers: [Watcher] = []
        /// Sleeps cancelled before they were parked.
        private var cancelled: Set<Int> = []
        private var lastID = 0

        init(now: Timestamp) {
            self.now = now
        }

        mutating func nextID() -> Int {
            lastID += 1
            return lastID
        }

        mutating func advance(by span: Duration) -> [CheckedContinuation<Void, any Error>] {
            now = now + span
            let due = sleepers.filter { $0.time <= now }.sorted { $0.time < $1.time }
            sleepers.removeAll { $0.time <= now }
            return due.map(\.continuation)
        }

        mutating func park(_ sleeper: Sleeper) -> Outcome {
            if cancelled.remove(sleeper.id) != nil { return .cancel(sleeper.continuation) }
            guard sleeper.time > now else { return .wake(sleeper.continuation) }
            sleepers.append(sleeper)
            let satisfied = watchers.filter { $0.isSatisfied(sleepers) }
            watchers.removeAll { $0.isSatisfied(sleepers) }
            return .parked(satisfied.map(\.continuation))
        }

        mutating func cancel(_ id: Int) -> Outcome {
            guard let index = sleepers.firstIndex(where: { $0.id == id }) else {
                cancelled.insert(id)
                return .nothing
            }
            return .cancel(sleepers.remove(at: index).continuation)
        }

        /// - Returns: true when there is nothing to wait for.
        mutating func watch(_ watcher: Watcher) -> Bool {
            if watcher.isSatisfied(sleepers) { return true }
            watchers.append(watcher)
            return false
        }
    }
}
