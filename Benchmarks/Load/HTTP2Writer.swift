import NIOCore

/// Puts together what a connection sends.
struct HTTP2Writer {
    private typealias Head = HTTP2FrameHead

    /// Calls that are to be made as soon as the window allows.
    var owed = 0
    /// Whether a PING is to follow them.
    var isPingOwed = false
    /// Nil until the server has told them; no call is made before.
    private(set) var settings: HTTP2ServerSettings?
    /// What is to be sent.
    private(set) var bytes = ByteBuffer()
    private let request: HTTP2Request
    private let number: (Int) -> Int
    private var blocks: HTTP2HeaderBlocks?
    private var calls = 0
    /// How much the server lets us send on the connection.
    private var window = 65_535
    /// Bytes of answers that the server has not been given leave for again.
    private var consumed = 0

    private static let wide = UInt32(Int32.max)
    /// A burst that fits well into a socket's buffer.
    private static let callsPerWrite = 256

    init(_ request: HTTP2Request, number: @escaping (Int) -> Int) {
        self.request = request
        self.number = number
    }

    /// Opens the connection, with windows that need no care.
    mutating func begin() {
        bytes.writeString("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        bytes.writeHTTP2FrameHead(length: 12, kind: Head.Kind.settings)
        bytes.writeMultipleIntegers(UInt16(2), UInt32(0))
        bytes.writeMultipleIntegers(UInt16(4), Self.wide)
        bytes.writeHTTP2WindowUpdate(Self.wide - 65_535)
    }

    mutating func accept(_ payload: inout ByteBuffer, _ length: Int) throws {
        var settings = settings ?? HTTP2ServerSettings()
        settings.read(length, from: &payload)
        self.settings = settings
        if blocks == nil { blocks = try HTTP2HeaderBlocks(request, tableSize: settings.headerTableSize) }
        bytes.writeHTTP2FrameHead(length: 0, kind: Head.Kind.settings, flags: Head.Flags.acknowledged)
    }

    mutating func pong(_ payload: UInt64) {
        bytes.writeHTTP2FrameHead(length: 8, kind: Head.Kind.ping, flags: Head.Flags.acknowledged)
        bytes.writeInteger(payload)
    }

    /// More may be sent on the connection.
    mutating func widen(_ increment: UInt32) {
        window += Int(increment)
    }

    mutating func received(_ count: Int) {
        consumed += count
        guard consumed > Self.wide / 2 else { return }
        bytes.writeHTTP2WindowUpdate(UInt32(consumed))
        consumed = 0
    }

    /// Puts what can be sent into `bytes`; false when that is nothing.
    mutating func fill() -> Bool {
        writeCalls()
        writePing()
        return bytes.readableBytes > 0
    }

    /// Forgets what was sent; the memory is used again if the socket has let go of it.
    mutating func clear() {
        bytes.clear()
    }

    private mutating func writeCalls() {
        guard owed > 0, var blocks else { return }
        var rest = min(owed, Self.callsPerWrite)
        while rest > 0 {
            let message = request.message(number(calls))
            guard window >= message.count + 5 else { break }
            write(message, blocks.next())
            rest -= 1
        }
        self.blocks = blocks
    }

    private mutating func writePing() {
        guard owed == 0, isPingOwed else { return }
        isPingOwed = false
        bytes.writeHTTP2FrameHead(length: 8, kind: Head.Kind.ping)
        bytes.writeInteger(UInt64(calls))
    }

    private mutating func write(_ message: [UInt8], _ block: ByteBuffer) {
        let stream = UInt32(calls * 2 + 1)
        bytes.writeHTTP2FrameHead(
            length: block.readableBytes, kind: Head.Kind.headers, flags: Head.Flags.endHeaders, stream: stream)
        bytes.writeImmutableBuffer(block)
        bytes.writeHTTP2FrameHead(
            length: message.count + 5, kind: Head.Kind.data, flags: Head.Flags.endStream, stream: stream)
        bytes.writeMultipleIntegers(UInt8(0), UInt32(message.count))
        bytes.writeBytes(message)
        window -= message.count + 5
        owed -= 1
        calls += 1
    }
}
