import NIOCore
import NIOHTTP1

/// One HTTP/1.1 connection: takes requests one after the other, and writes each answer in as few pieces as it can.
///
/// While a request is being answered, or its peer does not take the answers, the next ones may already come
/// (pipelining); of them a little is kept, and then no more is read.
final class HTTP1Connection: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = Never
    typealias OutboundOut = ByteBuffer

    enum Phase: Equatable {
        case open
        /// Nothing more is taken; the last answer is on its way.
        case sendingLast
        /// All is sent. Closing while the peer still sends would reset the connection, and the answer with it.
        case lingering(until: NIODeadline)
    }

    let door: DoorContext
    let peer: Peer
    let eventLoop: any EventLoop
    let allocator: ByteBufferAllocator
    private(set) lazy var mailbox = Mailbox(self, eventLoop)
    private(set) var context: ChannelHandlerContext?
    var state = HTTP1State()
    var phase = Phase.open
    var exchange: (any Exchange)?
    var inbox = HTTP1Inbox()
    var output = HTTP1Output()
    var budget: ConnectionBudget
    var stall: StallWatch
    var patience: HTTP1Patience
    var isFlushing = false
    var needsFlush = false
    private(set) var inputHasEnded = false
    private var readIsHeldBack = false
    private let decoder: HTTP1Decoder
    private var sawPart = false
    /// What is wrong with the last that was read.
    private var lastFault: DoorFault?
    private var isProcessing = false
    private var isWritable = true
    private var timer = ConnectionTimer()

    init(
        _ door: DoorContext, peer: Peer, channel: any Channel, decoder: HTTP1Decoder, accepted: NIODeadline
    ) {
        self.decoder = decoder
        self.door = door
        self.peer = peer
        eventLoop = channel.eventLoop
        allocator = channel.allocator
        budget = ConnectionBudget(limit: door.limits.effectiveHeldBytesPerConnection, shared: door.budget)
        stall = StallWatch(limit: TimeAmount(door.limits.writeStallTime))
        patience = HTTP1Patience(door.limits, ageFactor: .random(in: 0.9...1.1), accepted: accepted)
    }

    // MARK: Its place in the pipeline

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        door.connections.entered(ObjectIdentifier(self), context.channel) { bound.value.drain() }
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
        let open = exchange
        exchange = nil
        inbox.dropWaiting()
        open?.abort(.callerLeft)
        budget.giveAllBack()
        mailbox.close()
        timer.cancel()
        door.connections.left(ObjectIdentifier(self))
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent { inputEnded() }
        context.fireUserInboundEventTriggered(event)
    }

    /// A peer that has closed its half still reads; but whoever lets it wait should know.
    private func inputEnded() {
        inputHasEnded = true
        switch phase {
        case .open where state.isBusy && state.request == .complete:
            if !inbox.hasRequest, lastFault == nil { state.endsWithThisAnswer() }
            exchange?.callerListensOnly()
        case .open where inbox.isEmpty || state.request == .receiving: end()
        case .open, .sendingLast: break
        case .lingering: context?.close(promise: nil)
        }
    }

    /// What cannot be read as HTTP is answered when its turn comes, and ends the connection.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard phase == .open, lastFault == nil else { return }
        guard let error = error as? HTTPParserError else { return context.close(promise: nil) }
        lastFault =
            error == .headerOverflow
            ? DoorFault(
                .headerTooLarge,
                "The head of a request has at most \(door.limits.maxHeaderBytes) bytes "
                    + "and \(door.limits.maxHeaderCount) fields.")
            : DoorFault(.malformedRequest, "This is not a request of HTTP/1.1 (\(error)).")
        refuseLast()
        flush()
    }

    /// After all that came before it.
    private func refuseLast() {
        guard let fault = lastFault, phase == .open, inbox.isEmpty else { return }
        if state.request == .receiving {
            state.endsWithThisAnswer()
            exchange?.refuse(fault)
        } else if !state.isBusy {
            refuse(fault)
        }
    }

    // MARK: What comes in

    func read(context: ChannelHandlerContext) {
        if inbox.hasRoom, isWritable { context.read() } else { readIsHeldBack = true }
    }

    func resumeReading() {
        guard readIsHeldBack, inbox.hasRoom, isWritable else { return }
        readIsHeldBack = false
        context?.read()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if isWritable != context.channel.isWritable {
            isWritable.toggle()
            if isWritable { stall.left(1, at: eventLoop.now) } else { stall.waits(1, at: eventLoop.now) }
            schedule()
        }
        if isWritable {
            processWaiting()
            flush()
        }
        context.fireChannelWritabilityChanged()
    }

    /// A request is only begun when its peer takes the answers before.
    private var mayBegin: Bool { !state.isBusy && isWritable && !output.isLarge }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        sawPart = true
        guard phase == .open else { return }
        let isNext = if case .head = part { !mayBegin } else { false }
        guard inbox.isEmpty, !isNext else {
            guard budget.hold(HTTP1Inbox.cost(of: part)) else { return context.close(promise: nil) }
            return inbox.append(part)
        }
        process(part)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if decoder.takeSawBytes(), !sawPart, !state.isBusy, phase == .open {
            patience.headBegins(at: eventLoop.now)
            schedule()
        } else if exchange?.isCollecting ?? false {
            schedule()
        }
        sawPart = false
        flush()
        context.fireChannelReadComplete()
    }

    func processWaiting() {
        guard !isProcessing else { return }
        isProcessing = true
        while phase == .open, let part = inbox.next(mayBegin: mayBegin) {
            _ = budget.hold(-HTTP1Inbox.cost(of: part))
            process(part)
        }
        isProcessing = false
        refuseLast()
        resumeReading()
    }

    private func process(_ part: HTTPServerRequestPart) {
        switch part {
        case .head(let head): begin(head)
        case .body(let bytes):
            state.received(bytes.readableBytes)
            inbox.delivered(bytes.readableBytes)
            exchange?.receive(bytes)
        case .end:
            state.requestEnded()
            exchange?.receiveEnd()
            if inputHasEnded { exchange?.callerListensOnly() }
        }
    }

    private func begin(_ head: HTTPRequestHead) {
        let request = RequestHead(head)
        patience.requestBegins()
        // Behind an offer of another protocol the parser reads no further.
        let isOffer = head.method == .CONNECT || head.headers.contains(name: "upgrade")
        let isLast = isOffer || inputHasEnded && !inbox.hasRequest && lastFault == nil
        let id = state.begin(request, keepsAlive: head.isKeepAlive && !isLast, at: eventLoop.now)
        if request.version == .http1_1, head.headers["host"].count != 1 {
            let fault = DoorFault(.malformedRequest, "A request of HTTP/1.1 names one host.")
            return refuse(fault, isHead: head.method == .HEAD)
        }
        exchange = door.open(request, self, id)
    }

    // MARK: Time and the end

    func schedule() {
        guard context?.channel.isActive ?? false else { return }
        if case .lingering(let end) = phase {
            return timer.set(end, eventLoop) { [weak self] in self?.timeHasCome() }
        }
        let isPacing = exchange?.isCollecting ?? false || stall.isWatching
        let next = phase == .open ? patience.nextCheck(isBusy: state.isBusy) : .distantFuture
        timer.set(isPacing ? min(next, eventLoop.now + .seconds(1)) : next, eventLoop) { [weak self] in
            self?.timeHasCome()
        }
    }

    private func timeHasCome() {
        let now = eventLoop.now
        if case .lingering(let end) = phase, now >= end { return context?.close(promise: nil) ?? () }
        if stall.isStalled(at: now) { return context?.close(promise: nil) ?? () }
        if phase == .open { checkPatience(at: now) }
        flush()
        schedule()
    }

    private func checkPatience(at now: NIODeadline) {
        if exchange?.isCollecting ?? false, state.isTooSlow(at: now, door.limits) { exchange?.refuse(.tooSlow) }
        switch patience.check(at: now, isBusy: state.isBusy) {
        case .wait: break
        case .end: end()
        case .close: context?.close(promise: nil)
        case .refuseSlowHead: refuse(.tooSlow)
        case .endWithNextAnswer: state.endsWithThisAnswer()
        }
    }

    private func drain() {
        state.endsWithThisAnswer()
        if !state.isBusy, phase == .open { end() }
    }
}
