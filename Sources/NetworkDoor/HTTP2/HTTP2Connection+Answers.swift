import NIOCore
import NIOHPACK
import NIOHTTP2

extension HTTP2Connection: ExchangeCarrier {
    func writeHead(_ id: Int, _ fields: HPACKHeaders, isLast: Bool) {
        guard let slot = slot(id) else { return }
        send(id, .headers(.init(headers: fields, endStream: isLast)), ends: isLast ? slot : nil)
    }

    func holdAnswer(_ id: Int, _ bytes: Int) -> Bool {
        guard let slot = slot(id) else { return true }
        guard budget.holdAnswer(bytes) else { return false }
        slot.state.holdsAnswer(bytes)
        stall.waits(bytes, at: now)
        watch()
        return true
    }

    func writeBody(_ id: Int, _ bytes: ByteBuffer, tells: Int?) {
        guard let slot = slot(id), let context else { return }
        let frame = HTTP2Frame(streamID: HTTP2StreamID(id), payload: .data(.init(data: .byteBuffer(bytes))))
        guard let tells else { return context.write(wrapOutboundOut(frame), promise: nil) }
        let held = bytes.readableBytes
        let promise = eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { [weak self, weak slot] _ in
            _ = self?.budget.hold(-held)
            slot?.exchange?.wrote(tells)
        }
        context.write(wrapOutboundOut(frame), promise: promise)
    }

    func writeEnd(_ id: Int, trailers: HPACKHeaders?) {
        guard let slot = slot(id) else { return }
        if let trailers {
            send(id, .headers(.init(headers: trailers, endStream: true)), ends: slot)
        } else {
            send(id, .data(.init(data: .byteBuffer(ByteBuffer()), endStream: true)), ends: slot)
        }
    }

    private func send(_ id: Int, _ payload: HTTP2Frame.FramePayload, ends slot: Slot?) {
        guard let slot, case .resetOnceWritten = slot.state.answered() else {
            return write(HTTP2StreamID(id), payload)
        }
        guard let context else { return }
        let promise = eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenSuccess { [weak self] in self?.stopRequestSoon(id) }
        context.write(
            wrapOutboundOut(HTTP2Frame(streamID: HTTP2StreamID(id), payload: payload)), promise: promise)
    }

    /// A client that has the answer mostly stops by itself; reset at once, some would not read it.
    private func stopRequestSoon(_ id: Int) {
        eventLoop.assumeIsolated().scheduleTask(in: .seconds(1)) { [weak self] in self?.stopRequest(id) }
    }

    private func stopRequest(_ id: Int) {
        guard slots[id] != nil else { return }
        hasReset = true
        write(HTTP2StreamID(id), .rstStream(.noError))
        context?.flush()
    }

    func reset(_ id: Int) {
        guard slots[id] != nil else { return }
        hasReset = true
        // What was written before is not dropped.
        context?.flush()
        write(HTTP2StreamID(id), .rstStream(.internalError))
    }

    func grant(_ id: Int, _ bytes: Int) {
        guard let slot = slot(id), let increment = slot.state.grant(bytes, window: door.limits.streamWindow)
        else { return }
        write(HTTP2StreamID(id), .windowUpdate(windowSizeIncrement: increment))
    }

    func hold(_ bytes: Int) -> Bool {
        bytes == 0 || budget.hold(bytes)
    }

    func deliverMail() {
        now = eventLoop.now
        let mail = mailbox.take()
        gate.gather {
            for (id, letter) in mail {
                slot(id)?.exchange?.deliver(letter)
                context?.flush()
            }
        }
    }
}
