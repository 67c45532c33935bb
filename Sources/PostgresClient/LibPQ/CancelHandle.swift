import CLibPQ

/// Asks the server to cancel whatever a connection is doing, from any thread.
final class CancelHandle: Sendable {
    /// The pointer as a number: libpq only reads what is behind it, so that threads may share it.
    private let address: UInt

    /// nil when the connection is broken.
    init?(_ connection: OpaquePointer) {
        guard let cancel = PQgetCancel(connection) else { return nil }
        address = UInt(bitPattern: cancel)
    }

    deinit {
        PQfreeCancel(OpaquePointer(bitPattern: address))
    }

    /// Blocks until the server has taken note: it opens a connection of its own. The cancellation itself may come
    /// later, or never when the statement has ended.
    func send() {
        var message = [CChar](repeating: 0, count: 256)
        _ = PQcancel(OpaquePointer(bitPattern: address), &message, Int32(message.count))
    }
}
