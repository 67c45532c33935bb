import Synchronization

/// Stops one attempt from outside; the strongest reason wins.
final class AttemptControl: Sendable {
    private let strongest = Mutex<StopReason?>(nil)
    private let stopped = Gate()

    var reason: StopReason? { strongest.withLock { $0 } }

    func stop(_ reason: StopReason) {
        strongest.withLock { $0 = max($0 ?? reason, reason) }
        stopped.open()
    }

    /// Returns when the attempt is to stop, or when the waiting task is cancelled.
    func wait() async {
        await stopped.wait()
    }
}
