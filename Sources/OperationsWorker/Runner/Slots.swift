import Synchronization

/// Counts the attempts that run, so that no more leases are taken than can be worked on.
final class Slots: Sendable {
    private let capacity: Int
    private let used = Mutex(0)
    private let freed = Gate()

    init(_ capacity: Int) {
        self.capacity = capacity
        freed.open()
    }

    var inUse: Int { used.withLock { $0 } }
    var free: Int { max(0, capacity - inUse) }

    func take() {
        used.withLock { used in
            used += 1
            if used >= capacity { freed.close() }
        }
    }

    func giveBack() {
        used.withLock { used in
            used -= 1
            if used < capacity { freed.open() }
        }
    }

    /// Returns when a slot is free, or when the waiting task is cancelled.
    func wait() async {
        await freed.wait()
    }
}
