import CLibPQ

/// A connection as a body of ``PostgresConnection/run(_:)`` sees it: blocking, and of use only inside the body.
///
/// ```swift
/// session.queue(.begin)
/// session.queue(.lockRow) { $0.text(name) }
/// let rows = try session.flush(within: .seconds(5))[1]
/// ```
public final class PostgresSession {
    /// How a session stands to transactions.
    public enum TransactionStatus: Hashable, Sendable {
        /// None is open.
        case idle
        case open
        /// One is open and has failed; only ROLLBACK is heard.
        case failed
        /// The connection is broken.
        case unknown
    }

    /// nil when the connection broke or was closed; then ``loss`` says why.
    private(set) var handle: ConnectionHandle?
    private(set) var loss: PostgresError = .closed
    var batch = StatementBatch()
    var prepared = PreparedStatements()
    /// Whether a statement failed in a way that only a new connection cures: its plan does not suit its table any
    /// more, or the server has forgotten it.
    var isStale = false
    /// Says whether the task on whose behalf this runs was cancelled.
    var cancelWatch: CancelWatch?

    /// The process of the server that serves this connection.
    public let backendPID: Int32
    /// For example 150018 for 15.18.
    public let serverVersion: Int
    /// Whether TLS is in use, or the encryption of GSSAPI.
    public let isEncrypted: Bool
    /// The host and port that were chosen.
    public let address: String

    init(_ handle: ConnectionHandle) {
        self.handle = handle
        backendPID = handle.backendPID
        serverVersion = handle.serverVersion
        isEncrypted = handle.isEncrypted
        address = handle.host.contains(":") ? "[\(handle.host)]:\(handle.port)" : "\(handle.host):\(handle.port)"
    }

    public var transactionStatus: TransactionStatus {
        switch handle?.transactionStatus {
        case PQTRANS_IDLE: .idle
        case PQTRANS_INTRANS: .open
        case PQTRANS_INERROR: .failed
        default: .unknown
        }
    }

    /// Whether a transaction is open, failed or not.
    public var isInTransaction: Bool {
        transactionStatus == .open || transactionStatus == .failed
    }

    /// Whether statements can still be sent.
    public var isOpen: Bool { handle != nil }

    /// What the server said beside the results of the last flush or text; the last 100.
    public var warnings: [PostgresWarning] { handle?.notices.warnings ?? [] }

    /// The connection, as long as there is one. It is looked at before each use: what is not sent to a server that has
    /// left certainly did not run, and why it left would be lost by sending.
    func connected() throws(PostgresError) -> ConnectionHandle {
        if cancelWatch?.isCancelled == true { throw .cancelled }
        guard looksAlive(), let handle else {
            throw PostgresError(loss.kind, loss.message, sqlState: loss.sqlState, nothingWasSent: true)
        }
        return handle
    }

    /// Closes the connection for good, and says why to all who use it later.
    func lose(_ error: PostgresError) -> PostgresError {
        if handle != nil {
            handle = nil
            loss = error
        }
        return error
    }

    /// What nobody listens to must not pile up.
    func dropNotifications() {
        while handle?.nextNotification() != nil {}
    }

    /// Looks at the socket of a connection that has rested: false when the server has left, or has said that it will.
    func looksAlive() -> Bool {
        guard let handle else { return false }
        if handle.notices.farewell == nil {
            guard Poll.wait(handle.socket, milliseconds: 0).reading else { return true }
            // What the server says as it leaves, and the end behind it, are read one after the other.
            while handle.isOpen, Poll.wait(handle.socket, milliseconds: 0).reading, handle.consumeInput() {}
            _ = handle.isBusy  // Takes apart what was read; out of turn, an error is a notice.
            if handle.isOpen, handle.notices.farewell == nil { return true }
        }
        let farewell = handle.notices.farewell
        _ = lose(
            PostgresError(
                .connectionLost, farewell?.message ?? handle.errorMessage, sqlState: farewell?.sqlState,
                nothingWasSent: true))
        return false
    }
}
