import NIOCore

/// Stands between the library's handler and the socket, and lets many flushes through as one.
///
/// The library ends the streams of one flush in any order, and to end a stream in the middle of thousands costs it a
/// walk over all of them. So answers that come together are flushed one after the other, in order, up to here.
final class FlushGate: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    private var context: ChannelHandlerContext?
    private var isGathering = false
    private var wantsFlush = false

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func flush(context: ChannelHandlerContext) {
        if isGathering { wantsFlush = true } else { context.flush() }
    }

    /// Keeps the flushes of `body` back until its end.
    func gather(_ body: () -> Void) {
        isGathering = true
        body()
        isGathering = false
        guard wantsFlush else { return }
        wantsFlush = false
        context?.flush()
    }
}
