import OperationsCore
import Synchronization

/// Lets one loop sleep until the earliest time that anybody asked for.
final class WakeTimer: Sendable {
    private let time: any TimeSource
    private let target = Mutex<Timestamp?>(nil)
    private let signal = Signal()

    init(time: any TimeSource) {
        self.time = time
    }

    /// Makes the loop wake at `moment`, if it would have slept longer.
    func request(_ moment: Timestamp) {
        let isEarlier = target.withLock { target -> Bool in
            if let current = target, current <= moment { return false }
            target = moment
            return true
        }
        if isEarlier { signal.set() }
    }

    /// Lets the loop look at the clock again: it may have been set.
    func recheck() {
        signal.set()
    }

    /// Returns when the earliest requested time has come, or when the task is cancelled; what was requested is
    /// then forgotten.
    func sleep() async {
        while !Task.isCancelled {
            let moment = target.withLock { $0 }
            if let moment, moment <= time.now { break }
            await sleepOnce(until: moment)
        }
        target.withLock { $0 = nil }
    }

    /// Sleeps until `moment` or an earlier request, whichever is first.
    private func sleepOnce(until moment: Timestamp?) async {
        guard let moment else { return await signal.wait() }
        await withTaskGroup { group in
            group.addTask { [time] in try? await time.sleep(until: moment) }
            group.addTask { [signal] in await signal.wait() }
            await group.next()
            group.cancelAll()
        }
    }
}
