import NIOCore
import NIOHPACK
import Testing

@testable import NetworkDoor

/// A client of HTTP/2 that is made of bytes, and does only what it is told.
final class HTTP2Client {
    static let preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

    /// What came for one stream.
    struct Answer {
        var head: HPACKHeaders?
        var trailers: HPACKHeaders?
        var body: [UInt8] = []
        var isEnded = false
        var resetCode: Int?

        var status: String? { head?.first(name: ":status") }
        var grpcStatus: Int? { (trailers ?? head)?.first(name: "grpc-status").flatMap(Int.init) }
        /// The messages of gRPC, without their prefixes.
        var messages: [[UInt8]] {
            var rest = body[...]
            var messages: [[UInt8]] = []
            while rest.count >= 5 {
                let length = rest.dropFirst().prefix(4).reduce(0) { $0 << 8 | Int($1) }
                messages.append(Array(rest.dropFirst(5).prefix(length)))
                rest = rest.dropFirst(5 + length)
            }
            return messages
        }
    }

    let connection: TestConnection
    private var encoder = HPACKEncoder(allocator: ByteBufferAllocator())
    private var decoder = HPACKDecoder(allocator: ByteBufferAllocator())
    private var unparsed = ByteBuffer()
    private var collected: [Int: Answer] = [:]
    private var log: [Frame] = []

    /// - Parameter settings: numbers and values; the handshake is complete afterwards.
    init(_ door: TestDoor, settings: [(Int, Int)] = [], acknowledges: Bool = true) throws {
        connection = try door.connect()
        connection.send(Self.preface)
        send(.settings(settings))
        if acknowledges { send(Frame(.settings, flags: Frame.ack)) }
    }

    func send(_ frames: Frame...) {
        send(frames)
    }

    func send(_ frames: [Frame]) {
        connection.send(frames.flatMap(\.bytes))
    }

    // MARK: Requests

    func headers(_ stream: Int, _ fields: HPACKHeaders, ends: Bool) throws -> Frame {
        var block = ByteBuffer()
        try encoder.encode(headers: fields, to: &block)
        let flags = Frame.endHeaders | (ends ? Frame.endStream : 0)
        return Frame(.headers, flags: flags, stream: stream, payload: Array(block.readableBytesView))
    }

    func get(_ stream: Int, _ path: String) throws {
        send(try headers(stream, Self.fields("GET", path), ends: true))
    }

    func post(_ stream: Int, _ path: String, _ body: [UInt8] = [], ends: Bool = true) throws {
        send(try headers(stream, Self.fields("POST", path), ends: false))
        send(Frame(.data, flags: ends ? Frame.endStream : 0, stream: stream, payload: body))
    }

    static func fields(_ method: String, _ path: String) -> HPACKHeaders {
        [":method": method, ":scheme": "http", ":path": path, ":authority": "test"]
    }

    static func callFields(_ method: String) -> HPACKHeaders {
        var fields = fields("POST", "/test.Kinds/" + method)
        fields.add(name: "content-type", value: "application/grpc")
        fields.add(name: "te", value: "trailers")
        return fields
    }

    /// All that a client sends for one request on a connection of its own.
    static func opening(_ path: String) throws -> [UInt8] {
        var encoder = HPACKEncoder(allocator: ByteBufferAllocator())
        var block = ByteBuffer()
        try encoder.encode(headers: fields("GET", path), to: &block)
        let headers = Frame(
            .headers, flags: Frame.endHeaders | Frame.endStream, stream: 1, payload: Array(block.readableBytesView))
        return Array(preface.utf8) + Frame.settings().bytes + headers.bytes
    }

    static func message(_ bytes: [UInt8]) -> [UInt8] {
        [0] + Frame.number(bytes.count) + bytes
    }

    func open(_ stream: Int, _ method: String) throws {
        send(try headers(stream, Self.callFields(method), ends: false))
    }

    /// A whole unary call.
    func call(_ stream: Int, _ method: String, _ message: String = "hello") throws {
        try open(stream, method)
        data(stream, Self.message(Array(message.utf8)), ends: true)
    }

    func data(_ stream: Int, _ bytes: [UInt8], ends: Bool = false) {
        send(Frame(.data, flags: ends ? Frame.endStream : 0, stream: stream, payload: bytes))
    }

    // MARK: Answers

    /// Every frame that came so far.
    func frames() throws -> [Frame] {
        unparsed.writeImmutableBuffer(connection.take())
        while let frame = Frame(from: &unparsed) {
            log.append(frame)
            try collect(frame)
        }
        return log
    }

    func frames(_ kind: Frame.Kind) throws -> [Frame] {
        try frames().filter { $0.kind == kind.rawValue }
    }

    func answer(_ stream: Int) throws -> Answer {
        _ = try frames()
        return collected[stream] ?? Answer()
    }

    /// The error codes of the GOAWAY frames that came.
    func farewells() throws -> [Int] {
        try frames(.goAway).map { $0.number(at: 4) }
    }

    private func collect(_ frame: Frame) throws {
        var answer = collected[frame.stream] ?? Answer()
        switch Frame.Kind(rawValue: frame.kind) {
        case .headers:
            var block = ByteBuffer(bytes: frame.payload)
            let fields = try decoder.decodeHeaders(from: &block)
            if answer.head == nil {
                // A strict peer takes the answer for malformed otherwise (RFC 9113, 8.3).
                #expect(fields.first.map { $0.name } == ":status")
                #expect(fields.filter { $0.name.hasPrefix(":") }.count == 1)
                answer.head = fields
            } else {
                answer.trailers = fields
            }
        case .data: answer.body += frame.payload
        case .reset: answer.resetCode = frame.number(at: 0)
        default: return
        }
        if frame.flags & Frame.endStream != 0, frame.kind != Frame.Kind.reset.rawValue { answer.isEnded = true }
        collected[frame.stream] = answer
    }
}
