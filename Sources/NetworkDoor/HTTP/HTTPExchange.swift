import NIOCore
import NIOHPACK

/// A request that is collected whole and answered with bytes or with a streamed body; either may be compressed.
final class HTTPExchange: Exchange {
    private enum State {
        case collecting
        /// A job inflates the request.
        indirect case unpacking(Unpacking)
        case working
        /// A job compresses the answer.
        case packing
        case streaming
        case over
    }

    let carrier: any ExchangeCarrier
    let id: Int
    private var head: RequestHead?
    private var body = ByteBuffer()
    private var heldBytes = 0
    private var state = State.collecting
    private var cancellation: Cancellation?
    private var gate: SendGate?
    private let isHead: Bool
    private let acceptedCodings: String?
    private var isPacked = false
    private var callerOnlyListens = false

    init(_ head: RequestHead, _ carrier: any ExchangeCarrier, _ id: Int) {
        self.head = head
        self.carrier = carrier
        self.id = id
        isHead = head.method == "HEAD"
        acceptedCodings = head.acceptedCodings
    }

    var isCollecting: Bool { if case .collecting = state { true } else { false } }

    /// The request has been read as far as its head; what is too large is refused before it comes.
    func begin() {
        guard let head else { return }
        if head.fieldCount > carrier.door.limits.maxHeaderCount {
            let most = carrier.door.limits.maxHeaderCount
            return refuse(DoorFault(.headerTooLarge, "A request has at most \(most) fields."))
        }
        if let expect = head.expect, !head.expectsContinue {
            return refuse(DoorFault(.expectationFailed, "The only expectation known is 100-continue, not '\(expect)'."))
        }
        do {
            isPacked = try ContentCoding(head.contentCodings) == .gzip
        } catch {
            return refuse(error)
        }
        if let length = head.contentLength, length > carrier.door.limits.maxRequestBytes { return refuse(tooLarge) }
        if head.expectsContinue, head.version != .http1_0 {
            carrier.writeHead(id, [":status": "100"], isLast: false)
        }
    }

    func receive(_ bytes: ByteBuffer) {
        carrier.grant(id, bytes.readableBytes)
        guard isCollecting else { return }
        guard body.readableBytes + bytes.readableBytes <= carrier.door.limits.maxRequestBytes else {
            return refuse(tooLarge)
        }
        guard hold(bytes.readableBytes) else { return refuse(.noRoom) }
        body.append(bytes)
    }

    func receiveEnd() {
        guard isCollecting else { return }
        let whole = body
        body = ByteBuffer()
        // Some clients declare a coding even when they send nothing.
        guard isPacked, whole.readableBytes > 0 else { return dispatch(whole) }
        unpack(Unpacking(whole, most: carrier.door.limits.maxRequestBytes))
    }

    private func unpack(_ unpacking: Unpacking) {
        guard hold(unpacking.room) else { return refuse(.noRoom) }
        if unpacking.isShort { return unpacked(unpacking.run(), unpacking) }
        state = .unpacking(unpacking)
        submit { .unpacked(unpacking.run()) }
    }

    private func unpacked(_ result: Result<ByteBuffer, Gzip.Fault>, _ unpacking: Unpacking) {
        switch result {
        case .success(let whole):
            keep(whole.readableBytes)
            dispatch(whole)
        case .failure(.tooLarge):
            keep(unpacking.packed.readableBytes)
            guard let next = unpacking.withMostRoom else { return refuse(tooLargeUnpacked) }
            unpack(next)
        case .failure(.corrupt): refuse(.damagedBody)
        case .failure(.outOfMemory): refuse(.noRoom)
        }
    }

    private func dispatch(_ body: ByteBuffer) {
        guard let head else { return }
        state = .working
        let call = HTTPRequestCall(
            method: head.method, target: head.target, fields: head.fields, body: body, exchange: self)
        self.head = nil
        switch carrier.door.services.http(call) {
        case .now(let response): answer(response)
        case .held: break
        case .later(let work): submit { .response(await work()) }
        }
        if callerOnlyListens { cancellation?.cancel(.callerLeft) }
    }

    private func submit(_ work: @escaping @Sendable () async -> Letter) {
        let mailbox = carrier.mailbox
        let id = id
        carrier.door.jobs.submit { mailbox.post(await work(), to: id) }
    }

    func hold() -> HeldCall<HTTPResponse> {
        let cancellation = cancellation ?? Cancellation()
        self.cancellation = cancellation
        let mailbox = carrier.mailbox
        let id = id
        let jobs = carrier.door.jobs
        return HeldCall(cancellation: cancellation, jobs: jobs) { response in
            mailbox.post(.response(response), to: id)
        }
    }

    func deliver(_ letter: Letter) {
        switch (letter, state) {
        case (.unpacked(let result), .unpacking(let unpacking)): unpacked(result, unpacking)
        case (.response(let response), .working): answer(response)
        case (.packed(let response), .packing):
            giveBack()
            send(response)
        case (.body(let bytes), .streaming): write(bytes)
        case (.bodyEnd(isWhole: true), .streaming):
            finish()
            carrier.writeEnd(id, trailers: nil)
        case (.bodyEnd(isWhole: false), .streaming):
            finish()
            carrier.reset(id)
        default: break
        }
    }

    private func write(_ bytes: ByteBuffer) {
        guard carrier.hold(bytes.readableBytes) else {
            abort(.callerLeft)
            return carrier.reset(id)
        }
        carrier.writeBody(id, bytes, tells: bytes.readableBytes)
    }

    func wrote(_ bytes: Int) {
        gate?.sent(bytes)
    }

    func abort(_ reason: GRPCStatus) {
        guard case .over = state else {
            cancellation?.cancel(reason)
            gate?.close()
            finish()
            return
        }
    }

    func callerListensOnly() {
        callerOnlyListens = true
        cancellation?.cancel(.callerLeft)
    }

    func refuse(_ fault: DoorFault) {
        switch state {
        case .collecting, .unpacking, .working, .packing:
            cancellation?.cancel(GRPCStatus(fault.grpcCode, fault.message))
            var response = carrier.door.services.httpResponse(fault)
            response.fields += fault.fields
            send(response, isRefusal: true)
        case .streaming, .over: break
        }
    }

    /// The handler has answered.
    private func answer(_ response: HTTPResponse) {
        guard let acceptedCodings, response.isWorthPacking, AcceptEncoding(acceptedCodings).prefersGzip else {
            return send(response)
        }
        if response.isPackedAtOnce { send(response.packed()) } else { pack(response) }
    }

    private func pack(_ response: HTTPResponse) {
        guard case .bytes(let bytes) = response.body else { return send(response) }
        giveBack()
        // The answer, and the room for what becomes of it. Without that much it goes as it is.
        guard hold(2 * bytes.readableBytes) else { return send(response) }
        state = .packing
        cancellation?.close()
        cancellation = nil
        submit { .packed(response.packed()) }
    }

    private func send(_ response: HTTPResponse, isRefusal: Bool = false) {
        let isHead = isHead || response.status == 204 || response.status == 304
        switch response.body {
        case .bytes(let bytes):
            guard isHead || isRefusal || carrier.holdAnswer(id, bytes.readableBytes) else { return refuse(.noRoom) }
            finish()
            var fields = HTTPFieldSet.head(response, carrier.door.serverName)
            if response.status != 204, response.status != 304 {
                fields.add(name: "content-length", value: String(bytes.readableBytes))
            }
            let isEmpty = isHead || bytes.readableBytes == 0
            carrier.writeHead(id, fields, isLast: isEmpty)
            if !isEmpty {
                carrier.writeBody(id, bytes, tells: nil)
                carrier.writeEnd(id, trailers: nil)
            }
        case .stream(let produce):
            let fields = HTTPFieldSet.head(response, carrier.door.serverName)
            carrier.writeHead(id, fields, isLast: isHead)
            if isHead { return finish() }
            stream(produce)
        }
    }

    private func stream(_ produce: @escaping @Sendable (BodyWriter) async throws -> Void) {
        state = .streaming
        let gate = SendGate(limit: carrier.door.limits.streamedAheadBytes)
        self.gate = gate
        let cancellation = Cancellation()
        self.cancellation = cancellation
        let mailbox = carrier.mailbox
        let id = id
        giveBack()
        carrier.door.jobs.submit {
            let writer = BodyWriter(exchange: id, mailbox: mailbox, gate: gate)
            let isWhole = await cancellable(by: cancellation) { try await produce(writer) } == nil
            mailbox.post(.bodyEnd(isWhole: isWhole), to: id)
        }
    }

    private func finish() {
        state = .over
        cancellation?.close()
        cancellation = nil
        head = nil
        body = ByteBuffer()
        giveBack()
    }

    private func hold(_ bytes: Int) -> Bool {
        guard carrier.hold(bytes) else { return false }
        heldBytes += bytes
        return true
    }

    private func giveBack() {
        keep(0)
    }

    /// Gives back what is held beyond so many bytes.
    private func keep(_ bytes: Int) {
        _ = carrier.hold(bytes - heldBytes)
        heldBytes = bytes
    }

    private var tooLarge: DoorFault {
        DoorFault(.requestTooLarge, "A request body has at most \(carrier.door.limits.maxRequestBytes) bytes.")
    }

    private var tooLargeUnpacked: DoorFault {
        let most = carrier.door.limits.maxRequestBytes
        return DoorFault(.requestTooLarge, "A request body has at most \(most) bytes, unpacked.")
    }
}

extension DoorFault {
    static let noRoom = DoorFault(.overloaded, "The server holds as much as it may; try again in a moment.")

    fileprivate static let damagedBody = DoorFault(
        .malformedRequest, "The body is marked as gzip, but cannot be unpacked; send it whole, or uncompressed.")

    /// What HTTP wants beside the status (RFC 9110, 12.5.3).
    fileprivate var fields: [(name: String, value: String)] {
        kind == .unsupportedEncoding ? [(name: "accept-encoding", value: "gzip")] : []
    }
}
