import NIOCore

/// One connection that makes unary gRPC calls, as bytes: nothing stands for a call but the counts.
final class HTTP2Caller: ChannelInboundHandler, LoadConnection {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let book = CallBook()
    /// When answers came first and last, since it was set to nil.
    var answerTimes: ClosedRange<ContinuousClock.Instant>?
    /// Called after each burst of answers.
    var didReceive: (() -> Void)?
    private var context: ChannelHandlerContext?
    private var reader = HTTP2Reader()
    private var writer: HTTP2Writer
    private var isRepeating = false
    private var answerSize: Int?
    private var pinged: EventLoopPromise<Void>?

    /// - Parameter number: gives the number of the message, from the number of the call on this connection.
    init(_ request: HTTP2Request, number: @escaping (Int) -> Int = { $0 }) {
        writer = HTTP2Writer(request, number: number)
    }

    func start(_ calls: Int, isRepeating: Bool) {
        guard writer.settings.map({ book.open + calls <= $0.maxConcurrentStreams }) ?? true else {
            return fail(BenchmarkFault("the server allows too few calls on a connection"))
        }
        self.isRepeating = isRepeating
        book.begin(calls)
        writer.owed += calls
        flush()
    }

    func stopRepeating() {
        isRepeating = false
    }

    func whenQuiet(on eventLoop: any EventLoop) -> EventLoopFuture<Void> {
        book.whenQuiet(on: eventLoop)
    }

    func fail(_ fault: any Error) {
        book.fail(fault)
        pinged?.fail(fault)
        didReceive?()
    }

    /// The first call on a connection stands alone and says how long an answer is.
    func check(calls: Int) throws {
        let received = reader.takeDataBytes()
        let size = answerSize ?? received / max(calls, 1)
        answerSize = size
        guard received == size * calls else {
            throw BenchmarkFault("\(calls) answers of \(size) B were expected, \(received) B came")
        }
    }

    /// Comes when the server has read all that was asked for so far.
    func ping(on eventLoop: any EventLoop) -> EventLoopFuture<Void> {
        let promise = eventLoop.makePromise(of: Void.self)
        if let fault = book.fault { promise.fail(fault) }
        pinged = promise
        writer.isPingOwed = true
        flush()
        return promise.futureResult
    }

    func channelActive(context: ChannelHandlerContext) {
        self.context = context
        writer.begin()
        flush()
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(BenchmarkFault("the server closed a connection"))
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        do {
            try reader.read(unwrapInboundIn(data), &writer)
        } catch {
            fail(error)
            context.close(promise: nil)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        let answers = reader.takeAnswers()
        if answers > 0 { count(answers) }
        if reader.takePong() { pinged?.succeed() }
        flush()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        flush()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(error)
        context.close(promise: nil)
    }

    private func count(_ answers: Int) {
        if isRepeating { writer.owed += answers }
        book.answer(answers, areRepeated: isRepeating)
        let now = ContinuousClock.now
        answerTimes = (answerTimes?.lowerBound ?? now)...now
        didReceive?()
    }

    /// All that is to be said in one write, or in several when it is a lot.
    private func flush() {
        guard let context else { return }
        while context.channel.isWritable, writer.fill() {
            context.writeAndFlush(wrapOutboundOut(writer.bytes), promise: nil)
            writer.clear()
        }
    }
}
