import OperationsCore
import Synchronization

/// Everyone who waits for the end of an operation. A waiter is one closure in a table: no task, no timer of its own.
final class WaiterHub: Sendable {
    /// Why a waiter is answered.
    enum Wake: Sendable {
        /// The operation is done.
        case finished(OperationRecord)
        case removed(Tombstone)
        /// The time is up, the caller left, or the server shuts down: the latest state is the answer.
        case interrupted
    }

    typealias Resume = @Sendable (Wake) -> Void

    struct Ticket: Hashable, Sendable {
        fileprivate let name: String
        fileprivate let id: UInt64
    }

    private struct State {
        var waiters: [String: [UInt64: Resume]] = [:]
        var lastID: UInt64 = 0
        var isDraining = false

        mutating func remove(_ ticket: Ticket) -> Resume? {
            guard let resume = waiters[ticket.name]?.removeValue(forKey: ticket.id) else { return nil }
            if waiters[ticket.name]?.isEmpty == true { waiters[ticket.name] = nil }
            return resume
        }
    }

    private let state = Mutex(State())

    /// Parks a waiter; `resume` is called exactly once, from any thread.
    func park(_ name: OperationName, _ resume: @escaping Resume) -> Ticket {
        let (ticket, isDraining) = state.withLock { state in
            state.lastID += 1
            let ticket = Ticket(name: name.text, id: state.lastID)
            if !state.isDraining { state.waiters[name.text, default: [:]][ticket.id] = resume }
            return (ticket, state.isDraining)
        }
        if isDraining { resume(.interrupted) }
        return ticket
    }

    /// Answers one waiter, if it was not answered before.
    func wake(_ ticket: Ticket, _ wake: Wake) {
        let resume = state.withLock { $0.remove(ticket) }
        resume?(wake)
    }

    /// Takes note of a committed change.
    func publish(_ transition: Transition) {
        let wake: Wake
        if let tombstone = transition.tombstone {
            wake = .removed(tombstone)
        } else if let record = transition.after, record.isDone {
            wake = .finished(record)
        } else {
            return
        }
        guard let name = transition.name else { return }
        let woken = state.withLock { $0.waiters.removeValue(forKey: name.text) }
        for resume in woken?.values.map({ $0 }) ?? [] { resume(wake) }
    }

    /// Answers everyone, now and from now on: the server shuts down.
    func drain() {
        let woken = state.withLock { state in
            state.isDraining = true
            defer { state.waiters = [:] }
            return state.waiters.values.flatMap(\.values)
        }
        for resume in woken { resume(.interrupted) }
    }

    var count: Int {
        state.withLock { $0.waiters.values.reduce(0) { $0 + $1.count } }
    }
}
