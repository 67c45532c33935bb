import NIOCore

/// Counts the answers in what a connection receives.
struct HTTP2Reader {
    private typealias Head = HTTP2FrameHead

    private var answers = 0
    private var dataBytes = 0
    private var isPonged = false
    private var checker = HTTP2Answers()
    /// The beginning of a frame whose end has not come.
    private var rest: ByteBuffer?

    /// - Parameter writer: replies to the frames that ask for it.
    mutating func read(_ received: ByteBuffer, _ writer: inout HTTP2Writer) throws {
        var bytes = received
        if var whole = rest {
            whole.writeImmutableBuffer(received)
            bytes = whole
        }
        while let head = bytes.readHTTP2FrameHead() {
            let end = bytes.readerIndex + head.length
            try read(head, &bytes, &writer)
            bytes.moveReaderIndex(to: end)
        }
        rest = bytes.readableBytes > 0 ? bytes : nil
    }

    mutating func takeAnswers() -> Int {
        defer { answers = 0 }
        return answers
    }

    mutating func takeDataBytes() -> Int {
        defer { dataBytes = 0 }
        return dataBytes
    }

    /// Whether the answer to a ping has come.
    mutating func takePong() -> Bool {
        defer { isPonged = false }
        return isPonged
    }

    /// - Parameter bytes: stand at the payload, and need not be moved.
    private mutating func read(_ head: HTTP2FrameHead, _ bytes: inout ByteBuffer, _ writer: inout HTTP2Writer) throws {
        switch head.kind {
        case Head.Kind.data:
            guard !head.has(Head.Flags.endStream) else { throw BenchmarkFault("an answer without trailers") }
            dataBytes += head.length
            writer.received(head.length)
        case Head.Kind.headers: try readHeaders(head, bytes)
        case Head.Kind.settings where !head.has(Head.Flags.acknowledged): try writer.accept(&bytes, head.length)
        case Head.Kind.ping where head.has(Head.Flags.acknowledged): isPonged = true
        case Head.Kind.ping: writer.pong(bytes.getInteger(at: bytes.readerIndex) ?? 0)
        // Those of streams do not matter: a message fits into a stream's first window.
        case Head.Kind.windowUpdate where head.stream == 0: writer.widen(bytes.readInteger() ?? 0)
        case Head.Kind.reset, Head.Kind.goAway, Head.Kind.continuation:
            let payload = bytes.getBytes(at: bytes.readerIndex, length: head.length) ?? []
            throw BenchmarkFault("an unwanted frame of type \(head.kind): \(payload)")
        default: break
        }
    }

    private mutating func readHeaders(_ head: HTTP2FrameHead, _ bytes: ByteBuffer) throws {
        let expected = Head.Flags.endStream | Head.Flags.endHeaders
        guard head.flags | expected == expected, head.has(Head.Flags.endHeaders),
            let block = bytes.getSlice(at: bytes.readerIndex, length: head.length)
        else { throw BenchmarkFault("headers with the flags \(head.flags)") }
        let isLast = head.has(Head.Flags.endStream)
        try checker.check(block, isLast: isLast)
        if isLast { answers += 1 }
    }
}
