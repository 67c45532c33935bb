import OperationsCore
import Synchronization

/// A caller who waits for the end of one operation: an entry in a table, with no task and no timer of its own.
///
/// It is woken once: when the operation is done or gone, when the time is up, when the caller leaves, or when the
/// server shuts down. Whoever is woken asks for the latest state.
public final class Waiter: Sendable {
    let number: UInt64
    let name: OperationName
    let context: CallContext
    private let end = Interruption()
    private let alarm = Mutex<AlarmClock.Alarm?>(nil)

    init(number: UInt64, name: OperationName, context: CallContext) {
        self.number = number
        self.name = name
        self.context = context
    }

    /// Calls `action` once the waiter is woken, at once when it has been; from any thread.
    public func whenWoken(_ action: @escaping @Sendable () -> Void) {
        end.arm(action)
    }

    /// Returns once the waiter is woken.
    func rest() async {
        await withCheckedContinuation { continuation in
            whenWoken { continuation.resume() }
        }
    }

    func alarm(_ alarm: AlarmClock.Alarm) {
        self.alarm.withLock { $0 = alarm }
    }

    func takeAlarm() -> AlarmClock.Alarm? {
        alarm.withLock { $0.take() }
    }

    func wake() {
        end.fire()
    }
}
