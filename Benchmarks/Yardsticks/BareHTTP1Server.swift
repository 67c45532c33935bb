import NIOCore
import NIOHTTP1
import NIOPosix

/// The least that an HTTP/1.1 server on swift-nio can do: requests decoded, the same bytes out.
enum BareHTTP1Server {
    static func start(answer: [UInt8], threads: MultiThreadedEventLoopGroup) async throws -> BareServer {
        let response = response(answer)
        return try await BareServer.start(on: threads) {
            [ByteToMessageHandler(HTTPRequestDecoder()), BareHTTP1Handler(response)]
        }
    }

    private static func response(_ body: [UInt8]) -> ByteBuffer {
        let head = """
            HTTP/1.1 200 OK\r
            Content-Type: application/json; charset=UTF-8\r
            Content-Length: \(body.count)\r
            \r\n
            """
        return ByteBuffer(bytes: Array(head.utf8) + body)
    }
}

private final class BareHTTP1Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = ByteBuffer

    private let response: ByteBuffer
    private var hasWritten = false

    init(_ response: ByteBuffer) {
        self.response = response
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .end = unwrapInboundIn(data) else { return }
        context.write(wrapOutboundOut(response), promise: nil)
        hasWritten = true
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if hasWritten { context.flush() }
        hasWritten = false
    }
}
