import NIOCore

/// Whether the body of a request comes fast enough: a peer may not hold a place by sending a byte now and then.
struct Pace {
    private let began: NIODeadline
    private var bytes = 0

    init(began: NIODeadline) {
        self.began = began
    }

    mutating func received(_ count: Int) {
        bytes += count
    }

    /// After ``DoorLimits/bodyGrace`` every second must have brought ``DoorLimits/slowestBody`` bytes.
    func isTooSlow(at now: NIODeadline, _ limits: DoorLimits) -> Bool {
        let late = now - began - TimeAmount(limits.bodyGrace)
        guard late > .zero else { return false }
        return bytes < Int(late.nanoseconds / 1_000_000_000) * limits.slowestBody + 1
    }
}
