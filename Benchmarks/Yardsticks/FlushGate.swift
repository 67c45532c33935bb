import NIOCore

/// Stands before the socket and turns many flushes into one.
final class FlushGate: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    private var context: ChannelHandlerContext?
    private var isClosed = false
    private var isAsked = false

    /// Lets no flush through while `body` runs, and one after it if there was any.
    func gather(_ body: () -> Void) {
        isClosed = true
        body()
        isClosed = false
        if isAsked { context?.flush() }
        isAsked = false
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func flush(context: ChannelHandlerContext) {
        guard isClosed else { return context.flush() }
        isAsked = true
    }
}
