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

    /// Cancels until the body has ended: a cancellation that comes between two statements has no effect.
    ///
    /// Whoever calls this closes the connection afterwards, so that a late one hits nobody.
    func cancel(_ watch: CancelWatch) {
        guard let handle = handle.withLock({ $0 }) else { return }
        Self.repeatedly(handle, watch)
    }

    private static func repeatedly(_ handle: CancelHandle, _ watch: CancelWatch) {
        queue.async {
            guard watch.wantsCancelling else { return }
            handle.send()
            queue.asyncAfter(deadline: .now() + .milliseconds(100)) { repeatedly(handle, watch) }
        }
    }
}
