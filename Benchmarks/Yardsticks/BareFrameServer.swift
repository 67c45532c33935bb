import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix

/// The least that a gRPC server on swift-nio-http2 can do: frames in, the same three frames out, nothing per call.
enum BareFrameServer {
    /// - Parameters:
    ///   - answer: the message of every answer; nil: calls are taken and never answered.
    ///   - maxConcurrentStreams: of one connection.
    static func start(
        answer: [UInt8]?, threads: MultiThreadedEventLoopGroup, maxConcurrentStreams: Int = 1_000
    ) async throws -> BareServer {
        try await BareServer.start(on: threads) {
            var configuration = NIOHTTP2Handler.ConnectionConfiguration()
            configuration.initialSettings = [
                HTTP2Setting(parameter: .maxConcurrentStreams, value: maxConcurrentStreams),
                HTTP2Setting(parameter: .maxHeaderListSize, value: HPACKDecoder.defaultMaxHeaderListSize),
            ]
            let http2 = NIOHTTP2Handler(mode: .server, connectionConfiguration: configuration)
            return [http2, BareFrameHandler(answer: answer)]
        }
    }
}

private final class BareFrameHandler: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame
    typealias OutboundOut = HTTP2Frame

    private let head = HTTP2Frame.FramePayload.headers(
        .init(headers: [":status": "200", "content-type": "application/grpc"]))
    private let message: HTTP2Frame.FramePayload?
    private let trailers = HTTP2Frame.FramePayload.headers(.init(headers: ["grpc-status": "0"], endStream: true))
    /// Bytes that the client has not been given leave for again.
    private var consumed = 0
    private var hasWritten = false

    init(answer: [UInt8]?) {
        message = answer.map { answer in
            var bytes = ByteBuffer()
            bytes.writeMultipleIntegers(UInt8(0), UInt32(answer.count))
            bytes.writeBytes(answer)
            return .data(.init(data: .byteBuffer(bytes)))
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        guard case .data(let content) = frame.payload else { return }
        consumed += content.data.readableBytes
        if content.endStream { answer(frame.streamID, context) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if consumed >= 32_768 {
            write(.windowUpdate(windowSizeIncrement: consumed), .rootStream, context)
            consumed = 0
        }
        if hasWritten { context.flush() }
        hasWritten = false
    }

    private func answer(_ stream: HTTP2StreamID, _ context: ChannelHandlerContext) {
        guard let message else { return }
        write(head, stream, context)
        write(message, stream, context)
        write(trailers, stream, context)
    }

    private func write(_ payload: HTTP2Frame.FramePayload, _ stream: HTTP2StreamID, _ context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(HTTP2Frame(streamID: stream, payload: payload)), promise: nil)
        hasWritten = true
    }
}
