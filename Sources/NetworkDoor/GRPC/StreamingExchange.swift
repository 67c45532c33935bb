import DequeModule
import NIOCore

/// A gRPC call whose requests and answers stream.
final class StreamingExchange: Exchange {
    private var wire: GRPCWire
    private var request: GRPCRequest
    private let requests: RequestMessages
    private let gate: SendGate
    private let cancellation = Cancellation()
    private var deadline: Scheduled<Void>?
    private var isOver = false
    private var credit = ReadCredit()
    /// What each message that waits takes beyond its bytes as they came: its place, and what it unpacked to.
    private var surcharges: Deque<Int> = []
    private static let placeOfMessage = 64

    init(_ request: GRPCRequest, _ wire: GRPCWire) {
        self.request = request
        self.wire = wire
        let mailbox = wire.carrier.mailbox
        let id = wire.id
        requests = RequestMessages { mailbox.post(.consumed($0), to: id) }
        gate = SendGate(limit: wire.carrier.door.limits.streamedAheadBytes)
    }

    var isCollecting: Bool { false }

    /// Starts the handler; it need not wait for the first request.
    func begin(_ handler: @escaping @Sendable (StreamingCall) async throws -> Void) {
        let trailers = TrailerBox()
        let mailbox = wire.carrier.mailbox
        let id = wire.id
        let call = StreamingCall(
            fields: request.fields, timeout: request.timeout, peer: wire.carrier.peer, requests: requests,
            responses: ResponseWriter(exchange: id, mailbox: mailbox, gate: gate, trailers: trailers))
        watchDeadline(request.timeout)
        let door = wire.carrier.door
        wire.carrier.door.jobs.submit { [cancellation] in
            let error = await cancellable(by: cancellation) { try await handler(call) }
            mailbox.post(.end(GRPCStatus(ending: error, door), trailers.metadata), to: id)
        }
    }

    private func watchDeadline(_ timeout: Duration?) {
        guard let timeout else { return }
        deadline = wire.carrier.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(timeout)) { [weak self] in
            self?.refuse(.deadlineExceeded)
        }
    }

    func receive(_ bytes: ByteBuffer) {
        guard !isOver else { return wire.carrier.grant(wire.id, bytes.readableBytes) }
        guard wire.carrier.hold(bytes.readableBytes) else { return refuse(.noRoom) }
        credit.received(bytes.readableBytes)
        do {
            try request.append(bytes)
            while let message = try request.nextMessage() {
                let size = credit.framed(left: request.heldBytes)
                let surcharge = Self.placeOfMessage + max(0, message.bytes.readableBytes - size)
                guard wire.carrier.hold(surcharge) else { return refuse(.noRoom) }
                surcharges.append(surcharge)
                requests.push(message.bytes, size: size)
            }
            grantAhead()
        } catch {
            refuse(error)
        }
    }

    private func consumed(_ bytes: Int) {
        _ = wire.carrier.hold(-bytes - (surcharges.popFirst() ?? 0))
        wire.carrier.grant(wire.id, credit.consumed(bytes))
        grantAhead()
    }

    private func grantAhead() {
        guard requests.isEmpty else { return }
        wire.carrier.grant(wire.id, credit.starving())
    }

    func receiveEnd() {
        do {
            try request.finish()
            requests.finish(.success(()))
        } catch {
            refuse(error)
        }
    }

    func deliver(_ letter: Letter) {
        guard !isOver else { return }
        switch letter {
        case .metadata(let fields): wire.writeStreamHead(fields)
        case .message(let message, let compression): write(message, compression)
        case .consumed(let bytes): consumed(bytes)
        case .end(let status, let metadata):
            finish()
            if status.code == .ok { wire.writeStreamHead([]) }
            wire.writeEnd(status, metadata)
        case .answer, .response, .unpacked, .packed, .body, .bodyEnd: break
        }
    }

    private func write(_ message: ByteBuffer, _ compression: Compression) {
        guard message.readableBytes <= wire.carrier.door.limits.maxAnswerBytes else {
            return refuse(.answerTooLarge(wire.carrier.door.limits))
        }
        wire.writeStreamHead([])
        if !wire.writeMessage(message, compression) { refuse(.noRoom) }
    }

    func wrote(_ bytes: Int) {
        gate.sent(bytes)
    }

    func abort(_ reason: GRPCStatus) {
        guard !isOver else { return }
        finish()
        cancel(reason)
    }

    func callerListensOnly() {
        guard !isOver else { return }
        cancel(.callerLeft)
    }

    func refuse(_ fault: DoorFault) {
        guard !isOver else { return }
        finish()
        let status = wire.carrier.door.services.grpcStatus(fault)
        wire.writeEnd(status, fault.metadata)
        cancel(status)
    }

    private func cancel(_ reason: GRPCStatus) {
        requests.finish(.failure(CancellationError()))
        gate.close()
        cancellation.cancel(reason)
    }

    private func finish() {
        isOver = true
        _ = wire.carrier.hold(-surcharges.reduce(credit.held, +))
        surcharges = []
        deadline?.cancel()
        deadline = nil
    }
}
