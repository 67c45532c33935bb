import OperationsCore
import Synchronization

/// Everyone who waits for the end of an operation.
final class WaiterHub: Sendable {
    /// Most operations have one waiter, which then needs no table of its own.
    private enum Waiters {
        case one(Waiter)
        case many([UInt64: Waiter])

        /// In the order in which they came: a connection that has many of them answers faster in that order.
        var all: [Waiter] {
            switch self {
            case .one(let waiter): [waiter]
            case .many(let waiters): waiters.values.sorted { $0.number < $1.number }
            }
        }

        var count: Int {
            switch self {
            case .one: 1
            case .many(let waiters): waiters.count
            }
        }

        /// The table is taken out while it changes, so that it is not copied.
        mutating func add(_ waiter: Waiter) {
            switch self {
            case .one(let present):
                self = .many([present.number: present, waiter.number: waiter])
            case .many(var waiters):
                self = .many([:])
                waiters[waiter.number] = waiter
                self = .many(waiters)
            }
        }

        /// False when nobody is left.
        mutating func remove(_ waiter: Waiter) -> Bool {
            switch self {
            case .one(let present): return present !== waiter
            case .many(var waiters):
                self = .many([:])
                waiters[waiter.number] = nil
                self = .many(waiters)
                return !waiters.isEmpty
            }
        }
    }

    private struct State {
        var waiters: [String: Waiters] = [:]
        var count = 0
        var isDraining = false
    }

    private let state = Mutex(State())
    private let lastNumber = Atomic<UInt64>(0)

    /// Numbers waiters as they come.
    func nextNumber() -> UInt64 {
        lastNumber.add(1, ordering: .relaxed).newValue
    }

    func park(_ waiter: Waiter) {
        let isDraining = state.withLock { state in
            guard !state.isDraining else { return true }
            state.count += 1
            let name = waiter.name.text
            if state.waiters[name] == nil {
                state.waiters[name] = .one(waiter)
            } else {
                state.waiters[name]?.add(waiter)
            }
            return false
        }
        if isDraining { waiter.wake() }
    }

    /// Takes a waiter out, if it is still in.
    func remove(_ waiter: Waiter) {
        state.withLock { state in
            let name = waiter.name.text
            guard let before = state.waiters[name]?.count else { return }
            if state.waiters[name]?.remove(waiter) == false { state.waiters[name] = nil }
            state.count -= before - (state.waiters[name]?.count ?? 0)
        }
    }

    /// Takes note of a committed change.
    func publish(_ transition: Transition) {
        guard let name = transition.name, transition.after?.isDone ?? true else { return }
        end(name)
    }

    /// Wakes those who wait for an operation that is done or gone.
    func end(_ name: OperationName) {
        let woken = state.withLock { state -> [Waiter] in
            guard let waiters = state.waiters.removeValue(forKey: name.text) else { return [] }
            state.count -= waiters.count
            return waiters.all
        }
        for waiter in woken { waiter.wake() }
    }

    /// The operations that anybody waits for.
    var names: [OperationName] {
        state.withLock { $0.waiters.keys.map { OperationName(stored: $0) } }
    }

    /// Wakes everyone, now and from now on: the server shuts down.
    func drain() {
        let woken = state.withLock { state in
            defer { state.waiters = [:] }
            state.isDraining = true
            state.count = 0
            return state.waiters.values.flatMap(\.all)
        }
        for waiter in woken { waiter.wake() }
    }

    var count: Int { state.withLock { $0.count } }
}
