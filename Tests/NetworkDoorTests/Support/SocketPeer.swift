import NIOCore
import NIOPosix
import NIOSSL

@testable import NetworkDoor

/// A client on a real socket.
struct SocketPeer {
    private let channel: any Channel
    private let received: AsyncStream<ByteBuffer>

    /// - Parameter tls: how it shows itself, and what it offers to speak.
    static func connect(to place: ListenPlace, tls: NIOSSLContext? = nil) async throws -> SocketPeer {
        let (stream, continuation) = AsyncStream<ByteBuffer>.makeStream()
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        let handler = try NIOSSLClientHandler(context: tls, serverHostname: "localhost")
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                    try channel.pipeline.syncOperations.addHandler(Collector(continuation))
                }
            }
        let channel =
            switch place {
            case .tcp(let host, let port): try await bootstrap.connect(host: host, port: port).get()
            case .unix(let path): try await bootstrap.connect(unixDomainSocketPath: path).get()
            }
        return SocketPeer(channel: channel, received: stream)
    }

    func send(_ text: String) async throws {
        try await send(Array(text.utf8))
    }

    func send(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
    }

    /// Reads on; to be called once.
    ///
    /// - Parameter isEnough: told all that came so far.
    /// - Returns: all that came until then, or until the door closed the connection.
    func read(until isEnough: (ByteBuffer) -> Bool = { _ in false }) async -> ByteBuffer {
        var all = ByteBuffer()
        for await bytes in received {
            all.writeImmutableBuffer(bytes)
            if isEnough(all) { break }
        }
        return all
    }

    func close() async {
        try? await channel.close()
    }

    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let continuation: AsyncStream<ByteBuffer>.Continuation

        init(_ continuation: AsyncStream<ByteBuffer>.Continuation) {
            self.continuation = continuation
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            continuation.yield(unwrapInboundIn(data))
        }

        func channelInactive(context: ChannelHandlerContext) {
            continuation.finish()
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}

extension SocketPeer {
    /// The text of the answer to one request of HTTP/1.1.
    func get(_ path: String) async throws -> String {
        try await send("GET \(path) HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n")
        var bytes = await read()
        return HTTP1Answer(from: &bytes)?.text ?? ""
    }

    /// The text of the answer to one request of HTTP/2.
    func getHTTP2(_ path: String) async throws -> String {
        try await send(HTTP2Client.opening(path))
        let bytes = await read { Self.data($0).isEnded }
        return Self.data(bytes).text
    }

    private static func data(_ bytes: ByteBuffer) -> (text: String, isEnded: Bool) {
        var bytes = bytes
        var body: [UInt8] = []
        while let frame = Frame(from: &bytes) {
            guard frame.kind == Frame.Kind.data.rawValue else { continue }
            body += frame.payload
            if frame.flags & Frame.endStream != 0 { return (String(decoding: body, as: UTF8.self), true) }
        }
        return ("", false)
    }
}
