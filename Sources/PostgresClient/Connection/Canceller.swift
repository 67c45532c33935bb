import Dispatch
import Synchronization

/// Cancels what a connection is doing, without waiting for it.
final class Canceller: Sendable {
    private let handle = Mutex<CancelHandle?>(nil)
    /// A cancellation opens a connection of its own and may block as long as that takes.
    private static let queue = DispatchQueue(label: "longrun.postgres.cancel", attributes: .concurrent)

    func set(_ handle: CancelHandle?) {
        self.handle.withLock { $0 = handle }
    }

    func clear() {
        set(nil)
    }

    /// Whoever calls this must close the connection afterwards: the cancellation may come at any time.
    func cancel() {
        guard let handle = handle.withLock({ $0 }) else { return }
        Self.queue.async { handle.send() }
    }
}
