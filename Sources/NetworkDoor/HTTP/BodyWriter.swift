public import NIOCore

/// Writes a streamed body.
public struct BodyWriter: Sendable {
    let exchange: Int
    let mailbox: Mailbox
    let gate: SendGate

    /// Sends bytes; waits while more than 64 KiB are on their way to a slower peer.
    ///
    /// - Throws: `CancellationError` when the peer has gone.
    public func write(_ bytes: ByteBuffer) async throws {
        guard bytes.readableBytes > 0 else { return }
        try await gate.enter(bytes.readableBytes)
        mailbox.post(.body(bytes), to: exchange)
    }
}
