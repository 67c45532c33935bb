import NIOCore
import NIOHTTP2

// Time, and the end of a connection.
extension HTTP2Connection {
    private static let linger = TimeAmount.seconds(2)

    func schedule() {
        guard context?.channel.isActive ?? false else { return }
        isWatched = stall.isWatching || slots.values.contains { $0.exchange?.isCollecting ?? false }
        let next = lingersUntil ?? state.nextCheck
        timer.set(isWatched ? min(next, now + .seconds(1)) : next, eventLoop) { [weak self] in self?.timeHasCome() }
    }

    /// A request or an answer may come to take too long; most do not, so that this is looked at later.
    func watch() {
        guard !isWatched else { return }
        isWatched = true
        let soonest = min(TimeAmount(door.limits.bodyGrace), TimeAmount(door.limits.writeStallTime))
        timer.set(now + soonest, eventLoop) { [weak self] in self?.timeHasCome() }
    }

    private func timeHasCome() {
        now = eventLoop.now
        if let lingersUntil, now >= lingersUntil { return context?.close(promise: nil) ?? () }
        for (_, slot) in slots where slot.exchange?.isCollecting ?? false {
            if slot.state.isTooSlow(at: now, door.limits) { slot.exchange?.refuse(.tooSlow) }
        }
        stall.look(at: written.dataFrames, at: now)
        if stall.isStalled(at: now) { return context?.close(promise: nil) ?? () }
        act(state.check(at: now))
        context?.flush()
        schedule()
    }

    /// The door shuts down: a connection with no call goes at once, another with its last call.
    func drain() {
        now = eventLoop.now
        act(state.beginLeaving(grace: TimeAmount(door.limits.shutdownGrace), at: now))
        if slots.isEmpty { act(state.pingAnswered(at: now)) }
        context?.flush()
        schedule()
    }

    func act(_ action: ConnectionState.Action?) {
        switch action {
        case nil: return
        case .ping: write(.rootStream, .ping(HTTP2PingData(withInteger: 1), ack: false))
        case .announceEnd:
            goAway(Int(HTTP2StreamID.maxID))
            write(.rootStream, .ping(HTTP2PingData(withInteger: 2), ack: false))
        case .refuseNew(let last):
            goAway(last)
            act(state.closeIfLast())
        case .end: end()
        case .close: context?.close(promise: nil)
        }
    }

    /// Closes once all that is written has left, and the peer has read it.
    private func end() {
        lingersUntil = .distantFuture
        stall.waits(1, at: now)
        context?.flush()
        let promise = eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenSuccess { [weak self] in self?.allHasLeft() }
        context?.close(mode: .output, promise: promise)
        schedule()
    }

    private func allHasLeft() {
        now = eventLoop.now
        stall.left(1, at: now)
        lingersUntil = now + Self.linger
        schedule()
    }

    /// Goes past the library, which after a GOAWAY takes DATA of the streams that it refuses for a fault of the whole
    /// connection: whom to refuse is decided here.
    private func goAway(_ last: Int) {
        let handler = try? context?.pipeline.syncOperations.context(handlerType: NIOHTTP2Handler.self)
        var frame = ByteBuffer()
        frame.writeMultipleIntegers(UInt8(0), UInt16(8), UInt8(7), UInt8(0), UInt32(0), UInt32(last), UInt32(0))
        handler?.writeAndFlush(NIOAny(frame), promise: nil)
    }
}
