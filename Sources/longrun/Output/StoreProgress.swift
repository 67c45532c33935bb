import OperationsEngine
import Synchronization

/// Shows how far the work on a store has come, on standard error and in place; on anything but a terminal it shows
/// nothing.
final class StoreProgress: Sendable {
    private let isTerminal = Console.errorsAreTerminal
    private let isShown = Mutex(false)

    func show(_ progress: MaintenanceProgress) {
        guard isTerminal else { return }
        isShown.withLock { $0 = true }
        Console.printError("\r\u{1B}[2K\(Self.line(progress).prefix(max(0, Console.width - 1)))", terminator: "")
    }

    /// Takes the line away, so that what follows stands on a clean one.
    func clear() {
        let wasShown = isShown.withLock { isShown in
            defer { isShown = false }
            return isShown
        }
        if wasShown { Console.printError("\r\u{1B}[2K", terminator: "") }
    }

    /// `copying: 12000 operations`.
    static func line(_ progress: MaintenanceProgress) -> String {
        let step =
            switch progress.step {
            case .copying: "copying"
            case .verifyingSource: "reading the source again"
            case .verifyingTarget: "reading the copy"
            case .checking: "checking"
            }
        return "\(step): \(progress.count) \(progress.kind.noun)"
    }
}
