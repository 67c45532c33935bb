import OperationsCore
import Synchronization

/// Makes ids that sort in the order of their making: 48 bits of milliseconds, 16 bits of sequence, 64 of chance.
final class OperationIDs: Sendable {
    private struct State {
        var lastStamp: UInt64 = 0
    }

    private let state = Mutex(State())

    /// - Parameter now: the time; when it stands still or runs back the sequence counts on.
    func next(at now: Timestamp) -> String {
        let stamp = state.withLock { state in
            let milliseconds = UInt64(clamping: now.microseconds / 1_000)
            state.lastStamp = max(state.lastStamp + 1, milliseconds << 16)
            return state.lastStamp
        }
        var generator = SystemRandomNumberGenerator()
        return Identifiers.text(high: stamp, low: generator.next())
    }
}
