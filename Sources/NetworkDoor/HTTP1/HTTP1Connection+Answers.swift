import NIOCore
import NIOHPACK

extension HTTP1Connection: ExchangeCarrier {
    /// Bodies longer than this are watched piece by piece on their way.
    private static let piece = 64 * 1_024
    private static let linger = TimeAmount.seconds(2)

    func writeHead(_ id: Int, _ fields: HPACKHeaders, isLast: Bool) {
        guard id == state.number, phase == .open else { return }
        let status = fields.first(name: ":status")
        if status == "100" {
            output.gather { HTTP1Head.write(fields, [], into: &$0) }
            return
        }
        var extra: [(String, String)] = []
        let hasLength = fields.contains(name: "content-length")
        switch state.answerBegins(hasLength: hasLength, isLast: isLast) {
        case .chunked: extra.append(("transfer-encoding", "chunked"))
        case .counted where isLast && !hasLength && !state.isHeadRequest && status != "204" && status != "304":
            extra.append(("content-length", "0"))
        case .counted, .untilClose: break
        }
        if let connection = state.connectionField { extra.append(("connection", connection)) }
        output.gather { HTTP1Head.write(fields, extra, into: &$0) }
        if isLast { endAnswer() }
    }

    func writeBody(_ id: Int, _ bytes: ByteBuffer, tells: Int?) {
        guard id == state.number, phase == .open, bytes.readableBytes > 0 else { return }
        if let tells {
            appendBody(bytes)
            flush(holding: bytes.readableBytes, tells)
        } else if bytes.readableBytes > Self.piece {
            writeLarge(bytes)
        } else {
            appendBody(bytes)
        }
    }

    private func appendBody(_ bytes: ByteBuffer) {
        guard state.isChunked else { return output.append(bytes) }
        output.gather { $0.writeString(String(bytes.readableBytes, radix: 16) + "\r\n") }
        output.append(bytes)
        output.gather { $0.writeStaticString("\r\n") }
    }

    private func flush(holding held: Int, _ told: Int) {
        let promise = eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { [weak self, weak exchange] _ in
            self?.didLeave(held)
            exchange?.wrote(told)
        }
        write(telling: promise)
        context?.flush()
    }

    func holdAnswer(_ id: Int, _ bytes: Int) -> Bool {
        bytes <= Self.piece || budget.holdAnswer(bytes)
    }

    /// A large answer that its peer does not take must not stay for ever.
    private func writeLarge(_ bytes: ByteBuffer) {
        var rest = bytes
        while let slice = rest.readSlice(length: min(Self.piece, rest.readableBytes)), slice.readableBytes > 0 {
            let count = slice.readableBytes
            stall.waits(count, at: eventLoop.now)
            let promise = eventLoop.makePromise(of: Void.self)
            promise.futureResult.assumeIsolated().whenComplete { [weak self] _ in self?.left(count) }
            appendBody(slice)
            write(telling: promise)
            needsFlush = true
        }
        schedule()
    }

    private func didLeave(_ count: Int) {
        stall.moved(at: eventLoop.now)
        _ = budget.hold(-count)
    }

    private func left(_ count: Int) {
        stall.left(count, at: eventLoop.now)
        _ = budget.hold(-count)
    }

    func writeEnd(_ id: Int, trailers: HPACKHeaders?) {
        guard id == state.number, phase == .open else { return }
        if state.isChunked { output.gather { $0.writeStaticString("0\r\n\r\n") } }
        endAnswer()
    }

    /// Answers what has no exchange.
    func refuse(_ fault: DoorFault, isHead: Bool = false) {
        state.endsWithThisAnswer()
        exchange = nil
        let response = door.services.httpResponse(fault)
        guard case .bytes(let bytes) = response.body else { return end() }
        var head = HTTPFieldSet.head(response, door.serverName)
        head.add(name: "content-length", value: String(bytes.readableBytes))
        writeHead(state.number, head, isLast: false)
        if !isHead { output.append(bytes) }
        endAnswer()
    }

    private func endAnswer() {
        let next = state.answerEnded()
        exchange = nil
        inbox.requestIsOver()
        switch next {
        case .nextRequest:
            patience.requestEnds(at: eventLoop.now)
            processWaiting()
        case .close: end()
        }
    }

    /// Takes nothing more, and closes once all that is written has left.
    func end() {
        guard phase == .open else { return }
        phase = .sendingLast
        _ = budget.hold(-inbox.waitingBytes)
        inbox.dropWaiting()
        stall.waits(1, at: eventLoop.now)
        let promise = eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenSuccess { [weak self] in self?.allHasLeft() }
        write(telling: promise)
        context?.flush()
        schedule()
    }

    private func allHasLeft() {
        stall.left(1, at: eventLoop.now)
        if inputHasEnded { return context?.close(promise: nil) ?? () }
        phase = .lingering(until: eventLoop.now + Self.linger)
        context?.close(mode: .output, promise: nil)
        resumeReading()
        schedule()
    }

    /// The peer must be able to tell a body that was cut off from a whole one.
    func reset(_ id: Int) {
        guard id == state.number, phase == .open else { return }
        flush()
        context?.close(promise: nil)
    }

    func grant(_ id: Int, _ bytes: Int) {
        guard id == state.number else { return }
        inbox.wasRead(bytes)
        resumeReading()
    }

    func hold(_ bytes: Int) -> Bool {
        bytes == 0 || budget.hold(bytes)
    }

    func deliverMail() {
        for (id, letter) in mailbox.take() where id == state.number { exchange?.deliver(letter) }
        flush()
        schedule()
    }

    // MARK: Bytes

    /// Sends what is written; room at the peer lets requests begin that wait for it.
    func flush() {
        guard !isFlushing else { return }
        isFlushing = true
        while needsFlush || !output.isEmpty {
            needsFlush = false
            write(telling: nil)
            context?.flush()
            if !inbox.isEmpty { processWaiting() }
        }
        isFlushing = false
    }

    private func write(telling promise: EventLoopPromise<Void>?) {
        guard let context else { return promise?.fail(ChannelError.ioOnClosedChannel) ?? () }
        var pieces = output.take()
        let last = pieces.popLast()
        for piece in pieces { context.write(wrapOutboundOut(piece), promise: nil) }
        if last != nil || promise != nil { context.write(wrapOutboundOut(last ?? ByteBuffer()), promise: promise) }
    }
}
