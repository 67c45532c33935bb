public import NIOCore

/// A call with one request. It is good while its handler runs; what is needed later is taken out of it.
public struct UnaryCall {
    public let message: ByteBuffer
    /// Whether the message came compressed.
    public let isCompressed: Bool
    /// Metadata of the caller.
    public let fields: HeaderFields
    /// How long the caller waits (`grpc-timeout`), from the arrival of the call.
    public let timeout: Duration?
    let exchange: UnaryExchange

    public var peer: Peer { exchange.wire.carrier.peer }

    /// Lets the call be answered later, from any thread; the handler then returns ``UnaryReply/held``.
    public func hold() -> HeldCall<Result<GRPCAnswer, GRPCStatus>> {
        exchange.hold()
    }
}

/// What a handler of unary calls says.
public enum UnaryReply: Sendable {
    /// The answer, from memory.
    case now(GRPCAnswer)
    case failure(GRPCStatus)
    /// Work for a task of the door. When the caller's deadline passes first, it is told so.
    case later(@Sendable () async -> Result<GRPCAnswer, GRPCStatus>)
    /// The answer comes by the ``HeldCall`` that the handler took.
    case held
}
