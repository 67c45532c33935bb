import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix

/// The least that a gRPC server on swift-nio-http2 can do: frames in, the same three frames out, nothing per call.
enum BareFrameServer {
    /// - Parameters:
    ///   - answer: the message of every answer.
    ///   - held: if there is one, it says when calls are answered.
    ///   - maxConcurrentStreams: of one connection.
    static func start(
        answer: [UInt8], held: HeldAnswers? = nil, threads: MultiThreadedEventLoopGroup,
        maxConcurrentStreams: Int = 1_000
    ) async throws -> BareServer {
        try await BareServer.start(on: threads) {
            var configuration = NIOHTTP2Handler.ConnectionConfiguration()
            configuration.initialSettings = [
                HTTP2Setting(parameter: .maxConcurrentStreams, value: maxConcurrentStreams),
                HTTP2Setting(parameter: .maxHeaderListSize, value: HPACKDecoder.defaultMaxHeaderListSize),
            ]
            let http2 = NIOHTTP2Handler(mode: .server, connectionConfiguration: configuration)
            guard let held else { return [http2, BareFrameHandler(answer)] }
            let gate = FlushGate()
            return [gate, http2, BareFrameHandler(answer, held: (held, gate))]
        }
    }
}

private final class BareFrameHandler: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame
    typealias OutboundOut = HTTP2Frame

    private let head = HTTP2Frame.FramePayload.headers(
        .init(headers: [":status": "200", "content-type": "application/grpc"]))
    private let message: HTTP2Frame.FramePayload
    private let trailers = HTTP2Frame.FramePayload.headers(.init(headers: ["grpc-status": "0"], endStream: true))
    private let held: (answers: HeldAnswers, gate: FlushGate)?
    private var heldStreams: [HTTP2StreamID] = []
    /// Bytes that the client has not been given leave for again.
    private var consumed = 0
    private var hasWritten = false

    init(_ answer: [UInt8], held: (answers: HeldAnswers, gate: FlushGate)? = nil) {
        var bytes = ByteBuffer()
        bytes.writeMultipleIntegers(UInt8(0), UInt32(answer.count))
        bytes.writeBytes(answer)
        message = .data(.init(data: .byteBuffer(bytes)))
        self.held = held
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        held?.answers.join { [eventLoop = context.eventLoop] in
            eventLoop.execute { bound.value.0.release(bound.value.1) }
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        guard case .data(let content) = frame.payload else { return }
        consumed += content.data.readableBytes
        guard content.endStream else { return }
        guard let held else { return answer(frame.streamID, context) }
        heldStreams.append(frame.streamID)
        held.answers.hold()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if consumed >= 32_768 {
            write(.windowUpdate(windowSizeIncrement: consumed), .rootStream, context)
            consumed = 0
        }
        if hasWritten { context.flush() }
        hasWritten = false
    }

    /// Has the library take one answer after the other: it ends the streams of one flush in any order, and to end one
    /// in the middle of thousands costs it a walk over all of them.
    private func release(_ context: ChannelHandlerContext) {
        held?.gate.gather {
            for stream in heldStreams {
                answer(stream, context)
                context.flush()
            }
        }
        heldStreams = []
    }

    private func answer(_ stream: HTTP2StreamID, _ context: ChannelHandlerContext) {
        write(head, stream, context)
        write(message, stream, context)
        write(trailers, stream, context)
    }

    private func write(_ payload: HTTP2Frame.FramePayload, _ stream: HTTP2StreamID, _ context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(HTTP2Frame(streamID: stream, payload: payload)), promise: nil)
        hasWritten = true
    }
}
