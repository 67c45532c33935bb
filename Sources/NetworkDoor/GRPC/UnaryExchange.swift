import NIOCore

/// A gRPC call with one request and one answer.
final class UnaryExchange: Exchange {
    private enum State {
        case collecting
        case working
        case over
    }

    /// In a box, so that a call that waits for long is the smaller without it.
    private final class Unread {
        var request: GRPCRequest

        init(_ request: GRPCRequest) {
            self.request = request
        }
    }

    private(set) var wire: GRPCWire
    private let handler: @Sendable (UnaryCall) -> UnaryReply
    private var state = State.collecting
    private var unread: Unread?
    private var heldBytes = 0
    private var cancellation: Cancellation?
    private var deadline: Scheduled<Void>?

    init(_ request: GRPCRequest, _ wire: GRPCWire, _ handler: @escaping @Sendable (UnaryCall) -> UnaryReply) {
        unread = Unread(request)
        self.wire = wire
        self.handler = handler
    }

    var isCollecting: Bool { if case .collecting = state { true } else { false } }

    func receive(_ bytes: ByteBuffer) {
        let count = bytes.readableBytes
        wire.carrier.grant(wire.id, count)
        guard isCollecting else { return }
        guard hold(count) else { return refuse(.noRoom) }
        do {
            try unread?.request.append(bytes)
            // A message in one piece is looked at when it is read.
            if heldBytes > count { try unread?.request.check() }
        } catch {
            refuse(error)
        }
    }

    func receiveEnd() {
        guard isCollecting else { return }
        do {
            guard let message = try unread?.request.nextMessage(), try unread?.request.nextMessage() == nil else {
                return refuse(DoorFault(.malformedRequest, "This method takes exactly one request message."))
            }
            try unread?.request.finish()
            dispatch(message)
        } catch {
            refuse(error)
        }
    }

    private func dispatch(_ message: MessageDeframer.Message) {
        guard let request = unread?.request else { return }
        state = .working
        let call = UnaryCall(
            message: message.bytes, isCompressed: message.isCompressed, fields: request.fields,
            timeout: request.timeout, exchange: self)
        // What is parked for long must not keep the bytes it came from.
        unread = nil
        giveBack()
        switch handler(call) {
        case .now(let answer): finish(.success(answer))
        case .failure(let status): finish(.failure(status))
        case .held: break
        case .later(let work):
            watchDeadline(request.timeout)
            submit(work)
        }
    }

    func hold() -> HeldCall<Result<GRPCAnswer, GRPCStatus>> {
        let cancellation = cancellation ?? Cancellation()
        self.cancellation = cancellation
        let mailbox = wire.carrier.mailbox
        let id = wire.id
        let jobs = wire.carrier.door.jobs
        return HeldCall(cancellation: cancellation, jobs: jobs) { result in
            mailbox.post(.answer(result), to: id)
        }
    }

    private func submit(_ work: @escaping @Sendable () async -> Result<GRPCAnswer, GRPCStatus>) {
        let mailbox = wire.carrier.mailbox
        let id = wire.id
        wire.carrier.door.jobs.submit { mailbox.post(.answer(await work()), to: id) }
    }

    private func watchDeadline(_ timeout: Duration?) {
        guard let timeout else { return }
        deadline = wire.carrier.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(timeout)) { [weak self] in
            self?.refuse(.deadlineExceeded)
        }
    }

    func deliver(_ letter: Letter) {
        guard case .answer(let result) = letter, case .working = state else { return }
        finish(result)
    }

    private func finish(_ result: Result<GRPCAnswer, GRPCStatus>) {
        end()
        switch result {
        case .success(let answer):
            guard answer.message.readableBytes <= wire.carrier.door.limits.maxAnswerBytes else {
                return wire.writeEnd(
                    wire.carrier.door.services.grpcStatus(.answerTooLarge(wire.carrier.door.limits)), [])
            }
            guard wire.carrier.holdAnswer(wire.id, answer.message.readableBytes) else {
                return wire.writeEnd(wire.carrier.door.services.grpcStatus(.noRoom), [])
            }
            wire.writeAnswer(answer)
        case .failure(let status): wire.writeEnd(status, [])
        }
    }

    func wrote(_ bytes: Int) {}

    func abort(_ reason: GRPCStatus) {
        if case .over = state { return }
        let cancellation = cancellation
        end()
        cancellation?.cancel(reason)
    }

    func callerListensOnly() {
        cancellation?.cancel(.callerLeft)
    }

    func refuse(_ fault: DoorFault) {
        if case .over = state { return }
        let cancellation = cancellation
        self.cancellation = nil
        end()
        let status = wire.carrier.door.services.grpcStatus(fault)
        wire.writeEnd(status, fault.metadata)
        cancellation?.cancel(status)
    }

    private func end() {
        state = .over
        unread = nil
        deadline?.cancel()
        deadline = nil
        giveBack()
    }

    private func hold(_ bytes: Int) -> Bool {
        guard wire.carrier.hold(bytes) else { return false }
        heldBytes += bytes
        return true
    }

    private func giveBack() {
        _ = wire.carrier.hold(-heldBytes)
        heldBytes = 0
    }
}

extension DoorFault {
    static let deadlineExceeded = DoorFault(.deadlineExceeded, "The deadline passed before the answer was there.")

    static func answerTooLarge(_ limits: DoorLimits) -> DoorFault {
        DoorFault(.answerTooLarge, "The answer has more than \(limits.maxAnswerBytes) bytes; ask for less.")
    }

    /// What the protocol wants beside the status.
    var metadata: MetadataFields {
        kind == .unsupportedEncoding ? [("grpc-accept-encoding", "identity,gzip")] : []
    }
}
