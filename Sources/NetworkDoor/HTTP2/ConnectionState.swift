import NIOCore

/// The life of an HTTP/2 connection: its calls, its silence, its age and its end. It decides; the connection acts.
struct ConnectionState {
    enum Phase: Equatable {
        case open
        /// The peer was told that the end is near, but its calls under way are still taken.
        case announced(since: NIODeadline)
        /// No new calls are taken; it closes with the last one.
        case leaving(until: NIODeadline)
        case closed
    }

    enum Action: Equatable {
        case ping
        /// GOAWAY that allows any stream, and a ping whose answer says that the peer has seen it.
        case announceEnd
        /// GOAWAY with the last stream that was taken.
        case refuseNew(after: Int)
        /// Closes when what is written has left.
        case end
        case close
    }

    private static let announcementTime = TimeAmount.seconds(1)

    private(set) var phase = Phase.open
    private(set) var openStreams = 0
    private(set) var lastStream = 0
    private let limits: DoorLimits
    private let endOfAge: NIODeadline
    private var lastHeard: NIODeadline
    private var lastCall: NIODeadline
    private var pinged: NIODeadline?
    private var unacknowledged = 0
    private var grace: TimeAmount

    /// - Parameter ageFactor: spreads the end of connections that began together; 0.9 … 1.1.
    init(_ limits: DoorLimits, ageFactor: Double, now: NIODeadline) {
        self.limits = limits
        endOfAge = limits.maxConnectionAge.map { now + TimeAmount($0 * ageFactor) } ?? .distantFuture
        grace = TimeAmount(limits.ageGrace)
        lastHeard = now
        lastCall = now
    }

    /// A new call is taken; others are refused, which is safe to try again elsewhere.
    var takesNew: Bool {
        switch phase {
        case .open, .announced: openStreams < limits.maxConcurrentStreams
        case .leaving, .closed: false
        }
    }

    mutating func opened(_ stream: Int) {
        openStreams += 1
        lastStream = max(lastStream, stream)
    }

    mutating func closed(at now: NIODeadline) -> Action? {
        openStreams -= 1
        lastCall = now
        return closeIfLast()
    }

    mutating func heard(at now: NIODeadline) {
        lastHeard = now
        pinged = nil
    }

    /// Bytes came; returns the increment of the connection's window once it is worth an update.
    mutating func received(_ bytes: Int) -> Int? {
        unacknowledged += bytes
        guard unacknowledged >= limits.connectionWindow / 4 else { return nil }
        defer { unacknowledged = 0 }
        return unacknowledged
    }

    /// The door shuts down, or the connection is old.
    mutating func beginLeaving(grace: TimeAmount, at now: NIODeadline) -> Action? {
        guard phase == .open else { return nil }
        self.grace = grace
        phase = .announced(since: now)
        return .announceEnd
    }

    /// The peer answered a ping: it has read all that was sent before.
    mutating func pingAnswered(at now: NIODeadline) -> Action? {
        guard case .announced = phase else { return nil }
        return refuseNew(at: now)
    }

    /// The peer says that it will open no more.
    mutating func peerLeaves(at now: NIODeadline) -> Action? {
        guard phase == .open else { return nil }
        phase = .leaving(until: .distantFuture)
        return closeIfLast()
    }

    private mutating func refuseNew(at now: NIODeadline) -> Action {
        phase = .leaving(until: now + grace)
        return .refuseNew(after: lastStream)
    }

    /// To be asked once no new calls are taken.
    mutating func closeIfLast() -> Action? {
        guard case .leaving = phase, openStreams == 0 else { return nil }
        phase = .closed
        return .end
    }

    /// What time asks for.
    mutating func check(at now: NIODeadline) -> Action? {
        switch phase {
        case .closed: return nil
        case .leaving(let end) where now >= end: return close()
        case .announced(let since) where now >= since + Self.announcementTime: return refuseNew(at: now)
        case .open where now >= endOfAge: return beginLeaving(grace: TimeAmount(limits.ageGrace), at: now)
        case .open, .announced, .leaving: break
        }
        if let pinged { return now >= pinged + TimeAmount(limits.keepaliveTimeout) ? close() : nil }
        if openStreams == 0 {
            guard phase == .open, now >= lastCall + TimeAmount(limits.idleTime) else { return nil }
            return beginLeaving(grace: TimeAmount(limits.ageGrace), at: now)
        }
        guard now >= lastHeard + TimeAmount(limits.keepaliveInterval) else { return nil }
        pinged = now
        return .ping
    }

    private mutating func close() -> Action {
        phase = .closed
        return .close
    }

    /// When to check next.
    var nextCheck: NIODeadline {
        let next: NIODeadline
        switch phase {
        case .closed: return .distantFuture
        case .leaving(let end): next = end
        case .announced(let since): next = since + Self.announcementTime
        case .open: next = endOfAge
        }
        if let pinged { return min(next, pinged + TimeAmount(limits.keepaliveTimeout)) }
        return openStreams == 0
            ? min(next, phase == .open ? lastCall + TimeAmount(limits.idleTime) : next)
            : min(next, lastHeard + TimeAmount(limits.keepaliveInterval))
    }
}
