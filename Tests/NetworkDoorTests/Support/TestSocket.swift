import NIOCore
import NIOEmbedded

/// Stands where the socket would be: bytes wait until they are read, writes wait until the peer has room, and a
/// connection can be closed by halves.
final class TestSocket: ChannelDuplexHandler {
    typealias InboundIn = Never
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer

    private static let highWater = 64 * 1_024
    private static let lowWater = 32 * 1_024
    private static let messagesPerRead = 16

    /// How many more bytes the peer takes.
    private(set) var room = Int.max
    /// What the peer has received.
    private(set) var sent = ByteBuffer()
    private(set) var isOutputClosed = false
    private(set) var unsentBytes = 0
    private var inbound = CircularBuffer<ByteBuffer>()
    private var isInputClosed = false
    private var wantsRead = false
    private var isDelivering = false
    private var unsent = CircularBuffer<(bytes: ByteBuffer, promise: EventLoopPromise<Void>?)>()
    private var flushed = 0
    private var outputCloses: (isAsked: Bool, promise: EventLoopPromise<Void>?) = (false, nil)
    private weak var channel: EmbeddedChannel?
    private var context: ChannelHandlerContext?

    func attach(_ channel: EmbeddedChannel) {
        self.channel = channel
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    // MARK: From the peer

    var unreadBytes: Int { inbound.reduce(0) { $0 + $1.readableBytes } }

    func arrive(_ bytes: ByteBuffer) {
        inbound.append(bytes)
        deliver()
    }

    func inputEnds() {
        isInputClosed = true
        deliver()
    }

    /// As with a real socket, bytes come later and not within the call.
    func read(context: ChannelHandlerContext) {
        wantsRead = true
        guard !isDelivering else { return }
        context.eventLoop.assumeIsolated().execute { [weak self] in self?.deliver() }
    }

    private func deliver() {
        guard !isDelivering else { return }
        isDelivering = true
        while wantsRead, !inbound.isEmpty, let context, let channel, channel.isActive {
            wantsRead = false
            for _ in 0..<Self.messagesPerRead {
                guard let bytes = inbound.popFirst() else { break }
                context.fireChannelRead(wrapInboundOut(bytes))
            }
            context.fireChannelReadComplete()
            channel.read()
        }
        isDelivering = false
        guard wantsRead, isInputClosed, inbound.isEmpty else { return }
        wantsRead = false
        context?.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
    }

    // MARK: To the peer

    func hasRoom(for bytes: Int) {
        room = bytes
        drain()
    }

    func takeSent() -> ByteBuffer {
        defer { sent = ByteBuffer() }
        return sent
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !outputCloses.isAsked else { return promise?.fail(ChannelError.outputClosed) ?? () }
        let bytes = unwrapOutboundIn(data)
        unsentBytes += bytes.readableBytes
        unsent.append((bytes, promise))
        setWritable(unsentBytes <= Self.highWater)
    }

    func flush(context: ChannelHandlerContext) {
        flushed = unsent.count
        drain()
    }

    private func drain() {
        while flushed > 0, room > 0 {
            let count = min(room, unsent[unsent.startIndex].bytes.readableBytes)
            if var part = unsent[unsent.startIndex].bytes.readSlice(length: count) { sent.writeBuffer(&part) }
            room -= count
            unsentBytes -= count
            guard unsent[unsent.startIndex].bytes.readableBytes == 0 else { break }
            flushed -= 1
            unsent.removeFirst().promise?.succeed()
        }
        if unsentBytes < Self.lowWater { setWritable(true) }
        closeOutputIfDone()
    }

    private func setWritable(_ isWritable: Bool) {
        guard let channel, channel.isWritable != isWritable else { return }
        channel.isWritable = isWritable
        context?.fireChannelWritabilityChanged()
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        // As a real socket does: with both halves closed there is nothing to wait for.
        guard case .output = mode, !isInputClosed else {
            let dropped = Array(unsent)
            unsent = []
            flushed = 0
            for (_, promise) in dropped { promise?.fail(ChannelError.ioOnClosedChannel) }
            return context.close(promise: promise)
        }
        guard !outputCloses.isAsked else { return promise?.fail(ChannelError.outputClosed) ?? () }
        outputCloses = (true, promise)
        closeOutputIfDone()
    }

    private func closeOutputIfDone() {
        guard outputCloses.isAsked, !isOutputClosed, unsent.isEmpty else { return }
        isOutputClosed = true
        outputCloses.promise?.succeed()
        context?.fireUserInboundEventTriggered(ChannelEvent.outputClosed)
    }
}
