import NIOCore
import NIOHTTP2
import NIOSSL
import NIOTLS

/// First in the pipeline of a new connection: finds out what its peer speaks, makes way for that, and hands on what it
/// has read.
final class ProtocolChooser: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let door: DoorContext
    private var accepted = NIODeadline.distantPast
    private var bytes = ByteBuffer()
    private var isDecided = false
    private var timer = ConnectionTimer()

    init(_ door: DoorContext) {
        self.door = door
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        accepted = context.eventLoop.now
        door.connections.entered(ObjectIdentifier(self), channel) { channel.close(promise: nil) }
        timer.set(accepted + TimeAmount(door.limits.headTime), context.eventLoop) { channel.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer.cancel()
        door.connections.left(ObjectIdentifier(self))
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer.cancel()
        door.connections.left(ObjectIdentifier(self))
        context.fireChannelInactive()
    }

    /// Over TLS the two have agreed (ALPN); a peer that did not take part is asked by its first bytes.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if !isDecided, case ChannelEvent.inputClosed? = event as? ChannelEvent { context.close(promise: nil) }
        if case .handshakeCompleted(let agreed)? = event as? TLSUserEvent {
            switch agreed {
            case "h2": settle(context, .http2)
            case "http/1.1": settle(context, .http1)
            default: break
            }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        bytes.append(unwrapInboundIn(data))
        switch ProtocolChoice.verdict(bytes.readableBytesView) {
        case .undecided: break
        case let verdict: settle(context, verdict)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func settle(_ context: ChannelHandlerContext, _ verdict: ProtocolChoice.Verdict) {
        guard !isDecided else { return }
        isDecided = true
        do {
            let pipeline = context.pipeline.syncOperations
            let peer = peer(context)
            switch verdict {
            case .http2: try pipeline.addHandlers(http2(context.channel, peer))
            case .http1, .undecided: try pipeline.addHandlers(http1(context.channel, peer))
            }
            if bytes.readableBytes > 0 {
                context.fireChannelRead(NIOAny(bytes))
                context.fireChannelReadComplete()
            }
            bytes = ByteBuffer()
            pipeline.removeHandler(context: context, promise: nil)
        } catch {
            context.close(promise: nil)
        }
    }

    private func peer(_ context: ChannelHandlerContext) -> Peer {
        let tls = try? context.pipeline.syncOperations.handler(type: NIOSSLServerHandler.self)
        return Peer(address: context.remoteAddress, certificate: tls?.peerCertificate)
    }

    private func http1(_ channel: any Channel, _ peer: Peer) -> [any ChannelHandler] {
        let decoder = HTTP1Decoder(door.limits)
        return [
            ByteToMessageHandler(decoder),
            HTTP1Connection(door, peer: peer, channel: channel, decoder: decoder, accepted: accepted),
        ]
    }

    private func http2(_ channel: any Channel, _ peer: Peer) -> [any ChannelHandler] {
        let written = WrittenFrames()
        let gate = FlushGate()
        let handler = NIOHTTP2Handler(
            mode: .server, frameDelegate: written, connectionConfiguration: .init(door.limits),
            streamConfiguration: .init(door.limits))
        return [gate, handler, HTTP2Connection(door, peer: peer, channel: channel, written: written, gate: gate)]
    }
}
