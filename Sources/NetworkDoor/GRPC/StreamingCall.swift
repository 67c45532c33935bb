public import NIOCore

/// A call that streams requests, answers or both; worked on in a task of its own.
public struct StreamingCall: Sendable {
    /// Metadata of the caller.
    public let fields: HeaderFields
    /// How long the caller waits (`grpc-timeout`), from the arrival of the call.
    public let timeout: Duration?
    public let peer: Peer
    /// The requests, in order; the peer may send only as much ahead as is read here (256 KiB by default).
    public let requests: RequestMessages
    public let responses: ResponseWriter
}

/// Sends the answers of a streaming call.
public struct ResponseWriter: Sendable {
    let exchange: Int
    let mailbox: Mailbox
    let gate: SendGate
    let trailers: TrailerBox

    /// Sends metadata ahead of the first message; without it, it goes out empty with the first message.
    public func send(initialMetadata: MetadataFields) {
        mailbox.post(.metadata(initialMetadata), to: exchange)
    }

    /// Sends a message; waits while more than 64 KiB are on their way to a slower peer.
    ///
    /// - Throws: `CancellationError` when the caller has gone.
    public func write(_ message: ByteBuffer, compression: Compression = .automatic) async throws {
        try await gate.enter(message.readableBytes + MessageFraming.prefixBytes)
        mailbox.post(.message(message, compression), to: exchange)
    }

    /// Sets what goes out with the status.
    public func set(trailingMetadata: MetadataFields) {
        trailers.set(trailingMetadata)
    }
}
