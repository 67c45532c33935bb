import NIOCore

/// Notices a peer that takes nothing of what waits for it.
struct StallWatch {
    private let limit: TimeAmount
    private var unwritten = 0
    private var lastProgress = NIODeadline.distantFuture
    private var lastSeen = 0

    init(limit: TimeAmount) {
        self.limit = limit
    }

    mutating func waits(_ bytes: Int, at now: NIODeadline) {
        if unwritten == 0 { lastProgress = now }
        unwritten += bytes
    }

    /// Other bytes were taken.
    mutating func moved(at now: NIODeadline) {
        if unwritten > 0 { lastProgress = now }
    }

    /// - Parameter counter: another number than at the last look shows that something was taken.
    mutating func look(at counter: Int, at now: NIODeadline) {
        if counter != lastSeen { moved(at: now) }
        lastSeen = counter
    }

    mutating func left(_ bytes: Int, at now: NIODeadline) {
        unwritten -= bytes
        lastProgress = now
    }

    var isWatching: Bool { unwritten > 0 }

    func isStalled(at now: NIODeadline) -> Bool {
        unwritten > 0 && now >= lastProgress + limit
    }
}
