public import NIOCore

/// Custom metadata: lower-case names; values of names that end in `-bin` are base64 (see ``BinaryMetadata``).
public typealias MetadataFields = [(name: String, value: String)]

/// Whether an answer is compressed.
public enum Compression: Sendable {
    /// When the request was, and the message has 1 KiB or more.
    case automatic
    /// Whenever the caller accepts it.
    case on
    case off
}

/// The answer of a unary call that went well.
public struct GRPCAnswer: Sendable {
    public var message: ByteBuffer
    public var initialMetadata: MetadataFields
    public var trailingMetadata: MetadataFields
    public var compression: Compression

    public init(
        _ message: ByteBuffer, initialMetadata: MetadataFields = [], trailingMetadata: MetadataFields = [],
        compression: Compression = .automatic
    ) {
        self.message = message
        self.initialMetadata = initialMetadata
        self.trailingMetadata = trailingMetadata
        self.compression = compression
    }

    /// A message that is written straight into the bytes that will be sent.
    ///
    /// - Parameter bytes: the message.
    public init(bytes: some Collection<UInt8>) {
        var buffer = ByteBufferAllocator().buffer(capacity: MessageFraming.prefixBytes + bytes.count)
        MessageFraming.writePrefix(compressed: false, length: bytes.count, into: &buffer)
        buffer.writeBytes(bytes)
        buffer.moveReaderIndex(to: MessageFraming.prefixBytes)
        self.init(buffer)
    }
}
