import NIOCore

/// One connection kept alive that makes one call at a time, always the same.
final class HTTP1Caller: ChannelInboundHandler, LoadConnection {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let book = CallBook()
    private let request: ByteBuffer
    private var context: ChannelHandlerContext?
    private var isRepeating = false
    /// Every answer is as long as the first one.
    private var length: Int?
    /// Bytes of the present answer that have come.
    private var received = 0

    init(_ request: String) {
        self.request = ByteBuffer(string: request)
    }

    func start(_ calls: Int, isRepeating: Bool) {
        self.isRepeating = isRepeating
        book.begin(calls)
        ask()
    }

    func stopRepeating() {
        isRepeating = false
    }

    func whenQuiet(on eventLoop: any EventLoop) -> EventLoopFuture<Void> {
        book.whenQuiet(on: eventLoop)
    }

    /// Each answer was as long as the first one, or there would be none after it.
    func check(calls: Int) throws {}

    func channelActive(context: ChannelHandlerContext) {
        self.context = context
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.context = nil
        fail(BenchmarkFault("the server closed a connection"))
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        do {
            if received == 0 { try begin(bytes) }
            received += bytes.readableBytes
            if let length, received >= length { try end(length) }
        } catch {
            errorCaught(context: context, error: error)
        }
    }

    func fail(_ fault: any Error) {
        book.fail(fault)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(error)
        context.close(promise: nil)
    }

    private func begin(_ bytes: ByteBuffer) throws {
        guard Self.isOK(bytes) else { throw BenchmarkFault("an answer that is not OK: \(String(buffer: bytes))") }
        if length == nil { length = try Self.length(of: String(buffer: bytes)) }
    }

    private func end(_ length: Int) throws {
        guard received == length else { throw BenchmarkFault("\(received) B came instead of \(length) B") }
        received = 0
        book.answer(1, areRepeated: isRepeating)
        if isRepeating { ask() }
    }

    private func ask() {
        context?.writeAndFlush(wrapOutboundOut(request), promise: nil)
    }

    /// Looks only at the four bytes after the version.
    private static func isOK(_ bytes: ByteBuffer) -> Bool {
        bytes.getInteger(at: bytes.readerIndex + 8, as: UInt32.self) == 0x2032_3030
    }

    private static func length(of answer: String) throws -> Int {
        let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1)
        let field = parts.first?.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
        guard let head = parts.first, let body = field?.split(separator: " ").last.flatMap({ Int($0) }) else {
            throw BenchmarkFault("an answer of unknown length: \(answer)")
        }
        return head.utf8.count + 4 + body
    }
}
