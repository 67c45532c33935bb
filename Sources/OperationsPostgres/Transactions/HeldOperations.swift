import OperationsCore
import Synchronization

/// Operations whose rows somebody held on to lately for longer than could be waited for. While they are held, each
/// command that needs one is refused at once, so that all others need not wait with it again.
final class HeldOperations: Sendable {
    private static let patience = Duration.seconds(60)

    private let times = Mutex<[OperationName: ContinuousClock.Instant]>([:])

    func remember(_ names: Set<OperationName>) {
        times.withLock { times in
            for name in names { times[name] = .now }
        }
    }

    func forget(_ names: [OperationName]) {
        guard !names.isEmpty else { return }
        times.withLock { times in
            for name in names { times[name] = nil }
        }
    }

    /// Those that were held within the last minute.
    func among(_ names: [OperationName]) -> [OperationName] {
        times.withLock { times in
            guard !times.isEmpty else { return [] }
            let now = ContinuousClock.now
            times = times.filter { $0.value + Self.patience > now }
            return names.filter { times[$0] != nil }
        }
    }
}
