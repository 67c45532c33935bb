import OperationsAPI
import Synchronization

/// Shows a progress bar on standard error, in place; on anything but a terminal it shows nothing.
final class ProgressDisplay: Sendable {
    private let isTerminal = Console.errorsAreTerminal
    private let began = ContinuousClock.now
    private let isShown = Mutex(false)

    var isVisible: Bool { isTerminal }

    func show(_ record: Longrun_V1_OperationRecord) {
        guard isTerminal else { return }
        let line = ProgressBar.line(record, elapsed: began.duration(to: .now), width: Console.width)
        isShown.withLock { $0 = true }
        Console.printError("\r\u{1B}[2K\(line)", terminator: "")
    }

    /// Takes the bar away, so that what follows stands on a clean line.
    func clear() {
        guard isShown.withLock({ $0 }) else { return }
        isShown.withLock { $0 = false }
        Console.printError("\r\u{1B}[2K", terminator: "")
    }
}
