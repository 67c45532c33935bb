import NIOCore
import NIOHPACK
import NIOHTTP2

/// One HTTP/2 connection, at the level of frames: opens an exchange for each stream and carries its answer.
///
/// Answers that are ready at once are written while the bytes that asked for them are still being read, and leave
/// with one flush. While the peer does not take what is sent, nothing more is read of it.
final class HTTP2Connection: ChannelDuplexHandler {
    typealias InboundIn = HTTP2Frame
    typealias OutboundIn = Never
    typealias OutboundOut = HTTP2Frame

    final class Slot {
        var state: StreamState
        var exchange: (any Exchange)?

        init(began: NIODeadline, contentLength: Int?) {
            state = StreamState(began: began, contentLength: contentLength)
        }
    }

    let door: DoorContext
    let peer: Peer
    let eventLoop: any EventLoop
    let allocator: ByteBufferAllocator
    private(set) lazy var mailbox = Mailbox(self, eventLoop)
    let written: WrittenFrames
    let gate: FlushGate
    private(set) var context: ChannelHandlerContext?
    private(set) var slots: [Int: Slot] = [:]
    /// The stream that was looked for last: mostly it is looked for again.
    private var recent: (id: Int, slot: Slot)?
    var state: ConnectionState
    var budget: ConnectionBudget
    var timer = ConnectionTimer()
    var stall: StallWatch
    private var streamErrors: RateLimit
    var now: NIODeadline
    /// A timer watches bodies that must come, and answers that must go, in time.
    var isWatched = false
    var lingersUntil: NIODeadline?
    /// Frames of streams that were reset are thrown away by the library, and seen only by what is left of the window.
    var hasReset = false
    private var isReading = false
    private var isWritable = true
    private var readIsHeldBack = false

    init(_ door: DoorContext, peer: Peer, channel: any Channel, written: WrittenFrames, gate: FlushGate) {
        self.gate = gate
        self.door = door
        self.peer = peer
        self.written = written
        eventLoop = channel.eventLoop
        allocator = channel.allocator
        now = eventLoop.now
        state = ConnectionState(door.limits, ageFactor: .random(in: 0.9...1.1), now: now)
        budget = ConnectionBudget(limit: door.limits.effectiveHeldBytesPerConnection, shared: door.budget)
        stall = StallWatch(limit: TimeAmount(door.limits.writeStallTime))
        streamErrors = RateLimit(perSecond: door.limits.streamErrorsPerSecond)
    }

    // MARK: Its place in the pipeline

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        door.connections.entered(ObjectIdentifier(self), context.channel) { bound.value.drain() }
        if context.channel.isActive { greet() }
    }

    func channelActive(context: ChannelHandlerContext) {
        greet()
        context.fireChannelActive()
    }

    private func greet() {
        write(.rootStream, .windowUpdate(windowSizeIncrement: door.limits.connectionWindow - 65_535))
        context?.flush()
        schedule()
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        leave()
        self.context = nil
    }

    private func leave() {
        let open = slots.values.compactMap(\.exchange)
        slots = [:]
        recent = nil
        for exchange in open { exchange.abort(.callerLeft) }
        budget.giveAllBack()
        mailbox.close()
        timer.cancel()
        door.connections.left(ObjectIdentifier(self))
    }

    /// An error of a stream has reset it, which is told by an event; an error of the connection has sent GOAWAY.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        hasReset = true
        if written.sawErrorGoAway || !(error is any NIOHTTP2Error) { context.close(promise: nil) }
    }

    /// Several of these come with each call; comparing types first spares them the slower casts.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        let type = type(of: event)
        if type == StreamClosedEvent.self, let closed = event as? StreamClosedEvent {
            streamClosed(closed)
        } else if type == NIOHTTP2WindowUpdatedEvent.self {
            guard hasReset, let window = event as? NIOHTTP2WindowUpdatedEvent, window.streamID == .rootStream else {
                return
            }
            refill(window)
        } else if type == ChannelEvent.self, case ChannelEvent.inputClosed? = event as? ChannelEvent {
            context.close(promise: nil)
        }
    }

    func slot(_ id: Int) -> Slot? {
        if let recent, recent.id == id { return recent.slot }
        guard let slot = slots[id] else { return nil }
        recent = (id, slot)
        return slot
    }

    private func streamClosed(_ event: StreamClosedEvent) {
        guard let slot = slots.removeValue(forKey: Int(event.streamID)) else { return }
        recent = nil
        if slot.state.heldAnswer > 0 {
            _ = budget.hold(-slot.state.heldAnswer)
            stall.left(slot.state.heldAnswer, at: now)
        }
        if slot.state.heldHead > 0 { _ = budget.hold(-slot.state.heldHead) }
        slot.exchange?.abort(event.reason.map(GRPCStatus.reset) ?? .callerLeft)
        act(state.closed(at: now))
    }

    // MARK: What comes in

    func read(context: ChannelHandlerContext) {
        if isWritable { context.read() } else { readIsHeldBack = true }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if isWritable != context.channel.isWritable {
            isWritable.toggle()
            now = eventLoop.now
            if isWritable { stall.left(1, at: now) } else { stall.waits(1, at: now) }
            watch()
        }
        if isWritable, readIsHeldBack {
            readIsHeldBack = false
            context.read()
        }
        context.fireChannelWritabilityChanged()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if !isReading { beginReading() }
        let frame = unwrapInboundIn(data)
        switch frame.payload {
        case .headers(let headers): receive(Int(frame.streamID), headers)
        case .data(let data): receive(Int(frame.streamID), data)
        case .ping(_, ack: true): act(state.pingAnswered(at: now))
        case .goAway: act(state.peerLeaves(at: now))
        default: break
        }
    }

    private func beginReading() {
        isReading = true
        now = eventLoop.now
        state.heard(at: now)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if !isReading { beginReading() }
        isReading = false
        context.flush()
        context.fireChannelReadComplete()
    }

    private func receive(_ id: Int, _ headers: HTTP2Frame.FramePayload.Headers) {
        if let slot = slots[id] { return receiveTrailers(id, slot, headers) }
        guard state.takesNew else { return refuse(id) }
        guard let head = RequestHead(headers.headers) else { return reject(id) }
        let slot = Slot(began: now, contentLength: head.contentLength)
        slots[id] = slot
        recent = (id, slot)
        state.opened(id)
        if state.openStreams == 1 { schedule() }
        guard headers.endStream else {
            watch()
            guard holdHead(head.bytes, slot) else { return write(HTTP2StreamID(id), .rstStream(.enhanceYourCalm)) }
            slot.exchange = door.open(head, self, id)
            return
        }
        guard slot.state.received(0, isLast: true) else { return reject(id) }
        slot.exchange = door.open(head, self, id)
        slot.exchange?.receiveEnd()
    }

    /// Trailers of a request say nothing that matters here, but they must be well-formed and the last.
    private func receiveTrailers(_ id: Int, _ slot: Slot, _ headers: HTTP2Frame.FramePayload.Headers) {
        guard headers.endStream, headers.headers.allSatisfy({ HeaderRules.isAllowed($0.name, $0.value) }) else {
            return reject(id)
        }
        finishRequest(id, slot)
    }

    /// A few bytes can unpack to a large head, which lives as long as its call.
    private func holdHead(_ bytes: Int, _ slot: Slot) -> Bool {
        guard bytes > 1_024 else { return true }
        guard budget.hold(bytes) else { return false }
        slot.state.heldHead = bytes
        return true
    }

    /// Resets a stream whose peer breaks the rules; one that does so again and again is sent away.
    private func reject(_ id: Int) {
        hasReset = true
        write(HTTP2StreamID(id), .rstStream(.protocolError))
        if !streamErrors.note(at: now) {
            write(.rootStream, .goAway(lastStreamID: 0, errorCode: .enhanceYourCalm, opaqueData: nil))
            context?.flush()
            context?.close(promise: nil)
        }
    }

    private func refuse(_ id: Int) {
        hasReset = true
        write(HTTP2StreamID(id), .rstStream(.refusedStream))
    }

    private func receive(_ id: Int, _ data: HTTP2Frame.FramePayload.Data) {
        guard case .byteBuffer(let bytes) = data.data else { return }
        let padding = data.paddingBytes.map { $0 + 1 } ?? 0
        if !hasReset, let increment = state.received(bytes.readableBytes + padding) {
            write(.rootStream, .windowUpdate(windowSizeIncrement: increment))
        }
        guard let slot = slot(id) else { return }
        guard slot.state.received(bytes.readableBytes, isLast: data.endStream) else { return reject(id) }
        if padding > 0 { grant(id, padding) }
        slot.exchange?.receive(bytes)
        if data.endStream { slot.exchange?.receiveEnd() }
    }

    private func finishRequest(_ id: Int, _ slot: Slot) {
        guard slot.state.received(0, isLast: true) else { return reject(id) }
        slot.exchange?.receiveEnd()
    }

    /// Opens the connection's window again, by what the library says is left of it.
    private func refill(_ window: NIOHTTP2WindowUpdatedEvent) {
        let used = door.limits.connectionWindow - (window.inboundWindowSize ?? .max)
        guard used >= door.limits.connectionWindow / 4 else { return }
        write(.rootStream, .windowUpdate(windowSizeIncrement: used))
    }

    func write(_ stream: HTTP2StreamID, _ payload: HTTP2Frame.FramePayload) {
        context?.write(wrapOutboundOut(HTTP2Frame(streamID: stream, payload: payload)), promise: nil)
    }
}
