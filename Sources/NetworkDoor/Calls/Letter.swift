import NIOCore

/// What a call that is worked on off the event loop sends to its connection.
enum Letter: Sendable {
    /// The answer of a unary call.
    case answer(Result<GRPCAnswer, GRPCStatus>)
    /// The answer to an HTTP request.
    case response(HTTPResponse)
    /// The body of an HTTP request, inflated.
    case unpacked(Result<ByteBuffer, Gzip.Fault>)
    /// The answer to an HTTP request, compressed if that was worth it.
    case packed(HTTPResponse)
    /// Initial metadata of a stream, ahead of its first message.
    case metadata(MetadataFields)
    /// One message of a stream.
    case message(ByteBuffer, Compression)
    /// The end of a stream.
    case end(GRPCStatus, MetadataFields)
    /// A part of a streamed body.
    case body(ByteBuffer)
    /// The end of a streamed body; false cuts it off.
    case bodyEnd(isWhole: Bool)
    /// So many bytes of the request were read by its handler.
    case consumed(Int)
}
