import DequeModule

/// Who has which connection, and who waits: decides, and leaves acting to ``PostgresPool``.
///
/// As long as connections cannot be made, and there is none, everybody is refused at once with the last error, but one
/// at a time who tries again when the back-off is over. When there are some, who could not make one more waits for those.
struct PoolState {
    typealias Instant = ContinuousClock.Instant
    typealias ConnectionID = Int
    typealias Ticket = UInt64

    enum Grant: Hashable, Sendable {
        case lease(ConnectionID)
        /// Make a new connection, and tell whether that worked.
        case open(ConnectionID)
        case refused(PostgresError)
    }

    struct Resumption: Hashable {
        let ticket: Ticket
        let grant: Grant
    }

    private struct Resident {
        let bestBefore: Instant
        var lastUse: Instant
    }

    private struct Waiter {
        let ticket: Ticket
        let deadline: Instant
    }

    private struct Trouble {
        var failures = 0
        var error: PostgresError
        var retryTime: Instant
    }

    private let limits: PostgresPoolLimits
    private var residents: [ConnectionID: Resident] = [:]
    /// The last is used first, so that those that are too many come to rest.
    private var idle: [ConnectionID] = []
    private var opening: Set<ConnectionID> = []
    private var waiters: Deque<Waiter> = []
    private var trouble: Trouble?
    private var isShutDown = false
    private var lastID = 0
    private var lastTicket: Ticket = 0

    init(limits: PostgresPoolLimits) {
        self.limits = limits
    }

    /// Why the last try to connect failed; nil when it did not.
    var lastError: PostgresError? { trouble?.error }

    var load: PostgresPool.Load {
        PostgresPool.Load(
            idle: idle.count, leased: residents.count - idle.count, opening: opening.count, waiting: waiters.count)
    }
}

// Coming for a connection.
extension PoolState {
    mutating func makeTicket() -> Ticket {
        lastTicket += 1
        return lastTicket
    }

    /// nil when one has to wait.
    mutating func acquire(now: Instant) -> Grant? {
        if isShutDown { return .refused(.closed) }
        if let grant = available(now) { return grant }
        if waiters.count >= limits.waiters { return .refused(.tooManyWait(limits.waiters)) }
        return nil
    }

    /// Waits, unless there is no need any more.
    mutating func park(_ ticket: Ticket, now: Instant) -> Grant? {
        if let grant = acquire(now: now) { return grant }
        waiters.append(Waiter(ticket: ticket, deadline: now.advanced(by: limits.wait)))
        return nil
    }

    /// Whoever could not make the connection that it was granted waits for one of those that are in use, before all who
    /// came after it. Refused with the error when there is none, or when its time is over.
    mutating func parkAgain(
        _ ticket: Ticket, until deadline: Instant, _ error: PostgresError, now: Instant
    ) -> Grant? {
        if isShutDown { return .refused(.closed) }
        if let grant = available(now) { return grant }
        if deadline <= now || residents.isEmpty { return .refused(error) }
        let place = waiters.firstIndex { $0.deadline > deadline } ?? waiters.endIndex
        waiters.insert(Waiter(ticket: ticket, deadline: deadline), at: place)
        return nil
    }

    /// False when it does not wait any more.
    mutating func leave(_ ticket: Ticket) -> Bool {
        guard let index = waiters.firstIndex(where: { $0.ticket == ticket }) else { return false }
        waiters.remove(at: index)
        return true
    }

    /// Refuses those who have waited for too long. They wait in the order of their deadlines.
    mutating func expireWaiters(now: Instant) -> [Resumption] {
        var expired: [Resumption] = []
        while let first = waiters.first, first.deadline <= now {
            waiters.removeFirst()
            expired.append(Resumption(ticket: first.ticket, grant: .refused(.waitedTooLong(limits.wait))))
        }
        return expired
    }

    var nextDeadline: Instant? { waiters.first?.deadline }

    private mutating func available(_ now: Instant) -> Grant? {
        if let id = idle.popLast() { return .lease(id) }
        if mayOpen(now) { return .open(beginOpening()) }
        if let trouble, residents.isEmpty { return .refused(trouble.error) }
        return nil
    }

    private func mayOpen(_ now: Instant) -> Bool {
        guard !isShutDown, residents.count + opening.count < limits.size else { return false }
        guard let trouble else { return true }
        return opening.isEmpty && trouble.retryTime <= now
    }

    private mutating func beginOpening() -> ConnectionID {
        lastID += 1
        opening.insert(lastID)
        return lastID
    }

    /// Serves those who wait, as far as there is something for them.
    private mutating func settle(_ now: Instant) -> [Resumption] {
        var served: [Resumption] = []
        while let first = waiters.first, let grant = available(now) {
            waiters.removeFirst()
            served.append(Resumption(ticket: first.ticket, grant: grant))
        }
        return served
    }
}

// What became of a connection.
extension PoolState {
    /// A connection was made; whoever made it has it.
    mutating func didOpen(_ id: ConnectionID, now: Instant) -> [Resumption] {
        guard opening.remove(id) != nil else { return [] }
        // Up to a tenth earlier, so that connections that were made together are not replaced together.
        let age = limits.maximumAge * (1 - Double(id % 8) / 80)
        residents[id] = Resident(bestBefore: now.advanced(by: age), lastUse: now)
        trouble = nil
        return settle(now)
    }

    /// - Parameter jitter: 0.5 to 1: nodes that lost the server together should not return together.
    mutating func didNotOpen(
        _ id: ConnectionID, _ error: PostgresError, now: Instant, jitter: Double
    ) -> [Resumption] {
        guard opening.remove(id) != nil else { return [] }
        let failures = (trouble?.failures ?? 0) + 1
        let doubled = limits.firstBackoff * (1 << min(failures - 1, 20))
        let pause = min(doubled, limits.longestBackoff) * jitter
        trouble = Trouble(failures: failures, error: error, retryTime: now.advanced(by: pause))
        return settle(now)
    }

    /// Gives a connection back. When `closes` is true it belongs to nobody any more.
    mutating func release(
        _ id: ConnectionID, isReusable: Bool, wasUsed: Bool = true, now: Instant
    ) -> (closes: Bool, served: [Resumption]) {
        guard var resident = residents[id] else { return (true, []) }
        guard isReusable, !isShutDown, now < resident.bestBefore else {
            residents[id] = nil
            return (true, settle(now))
        }
        if wasUsed { resident.lastUse = now }
        residents[id] = resident
        // One that was only looked at goes below those that are in use.
        if wasUsed { idle.append(id) } else { idle.insert(id, at: 0) }
        return (false, settle(now))
    }
}

// Upkeep.
extension PoolState {
    /// Takes all that rest, the longest rested first, to be looked at; `closes` are no longer part of the pool.
    mutating func takeIdle(now: Instant) -> (look: [ConnectionID], closes: [ConnectionID]) {
        var closes: [ConnectionID] = []
        for id in idle {
            guard let resident = residents[id] else { continue }
            let isOld = resident.bestBefore <= now
            let isSpare = residents.count > 1 && resident.lastUse.advanced(by: limits.idleTime) <= now
            if isOld || isSpare {
                residents[id] = nil
                closes.append(id)
            }
        }
        idle.removeAll { residents[$0] == nil }
        return (idle, closes)
    }

    /// Takes one that rests, unless it is in use by now.
    mutating func borrow(_ id: ConnectionID) -> Bool {
        guard let index = idle.firstIndex(of: id) else { return false }
        idle.remove(at: index)
        return true
    }

    /// Asks for a first connection when there is none: so the pool finds out by itself that the server is back.
    mutating func openIfEmpty(now: Instant) -> ConnectionID? {
        residents.isEmpty && opening.isEmpty && mayOpen(now) ? beginOpening() : nil
    }

    /// From now on everybody is refused; what is leased is closed when it comes back.
    mutating func shutDown() -> (closes: [ConnectionID], refused: [Resumption]) {
        isShutDown = true
        defer {
            for id in idle { residents[id] = nil }
            idle = []
            waiters = []
        }
        return (idle, waiters.map { Resumption(ticket: $0.ticket, grant: .refused(.closed)) })
    }
}

extension PostgresError {
    fileprivate static func tooManyWait(_ count: Int) -> PostgresError {
        PostgresError(
            .busy, "All connections to PostgreSQL are in use, and \(count) callers wait for one already.",
            nothingWasSent: true)
    }

    fileprivate static func waitedTooLong(_ wait: Duration) -> PostgresError {
        PostgresError(.busy, "No connection to PostgreSQL became free within \(wait).", nothingWasSent: true)
    }
}
