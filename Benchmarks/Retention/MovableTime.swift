import OperationsCore
import OperationsEngine
import Synchronization

/// The machine's clock, which can be put forward.
final class MovableTime: TimeSource {
    private let clock = SystemTime()
    private let ahead = Mutex(Duration.zero)
    /// After a jump a sleeper notices this late that its time has come.
    private static let slice = Duration.milliseconds(20)

    var now: Timestamp { clock.now + ahead.withLock { $0 } }

    func advance(by span: Duration) {
        ahead.withLock { $0 += span }
    }

    func sleep(until time: Timestamp) async throws {
        while now < time {
            try await Task.sleep(for: min(time.since(now), Self.slice))
        }
    }
}
