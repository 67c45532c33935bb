import NIOCore

/// How long an HTTP/1.1 connection may wait for a request, and for the rest of one that has begun.
struct HTTP1Patience {
    enum Verdict: Equatable {
        case wait
        /// Nothing was asked for too long.
        case end
        /// The connection is old, and its last answer takes too long.
        case close
        /// Part of a head has come, and the rest takes too long.
        case refuseSlowHead
        /// The connection is old: it closes with its next answer.
        case endWithNextAnswer
    }

    private let limits: DoorLimits
    private let endOfAge: NIODeadline
    private let endOfGrace: NIODeadline
    private var idleUntil: NIODeadline
    private var headUntil: NIODeadline?
    private var isAged = false

    init(_ limits: DoorLimits, ageFactor: Double, accepted: NIODeadline) {
        self.limits = limits
        endOfAge = limits.maxConnectionAge.map { accepted + TimeAmount($0 * ageFactor) } ?? .distantFuture
        endOfGrace = limits.maxConnectionAge == nil ? .distantFuture : endOfAge + TimeAmount(limits.ageGrace)
        idleUntil = accepted + TimeAmount(limits.headTime)
    }

    /// Bytes have come that are not a whole head yet.
    mutating func headBegins(at now: NIODeadline) {
        if headUntil == nil { headUntil = now + TimeAmount(limits.headTime) }
    }

    mutating func requestBegins() {
        headUntil = nil
    }

    mutating func requestEnds(at now: NIODeadline) {
        idleUntil = now + TimeAmount(limits.idleTime)
    }

    /// - Parameter isBusy: a request is being read or answered.
    mutating func check(at now: NIODeadline, isBusy: Bool) -> Verdict {
        if !isBusy, let headUntil, now >= headUntil { return .refuseSlowHead }
        if !isBusy, headUntil == nil, now >= min(idleUntil, endOfAge) { return .end }
        if now >= endOfGrace { return .close }
        if now >= endOfAge, !isAged {
            isAged = true
            return .endWithNextAnswer
        }
        return .wait
    }

    func nextCheck(isBusy: Bool) -> NIODeadline {
        let age = isAged ? endOfGrace : endOfAge
        return isBusy ? age : min(age, headUntil ?? idleUntil)
    }
}
