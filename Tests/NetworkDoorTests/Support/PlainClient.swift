import NIOCore
import NIOHPACK

@testable import NetworkDoor

/// A client of plain HTTP over either version, for requests one after the other.
final class PlainClient {
    enum Version: CaseIterable {
        case http1
        case http2
    }

    struct Answer {
        var status: Int?
        var body: ByteBuffer
        /// The values of a field.
        var values: (String) -> [String]

        subscript(name: String) -> [String] { values(name) }

        /// The body as it was before it was compressed.
        var unpacked: ByteBuffer {
            get throws { try Gzip.decompress(body, limit: 16_000_000) }
        }
    }

    private static let frame = 16_384

    let connection: TestConnection
    private let http2: HTTP2Client?
    private var stream = -1

    init(_ door: TestDoor, _ version: Version) throws {
        switch version {
        case .http1:
            http2 = nil
            connection = try door.connect()
        case .http2:
            let client = try HTTP2Client(door, settings: [(4, 8_000_000)])
            client.send(.windowUpdate(0, 0x7FFF_0000))
            connection = client.connection
            http2 = client
        }
    }

    func send(
        _ method: String, _ path: String, _ fields: [(String, String)] = [], _ body: ByteBuffer? = nil
    ) throws {
        if let http2 {
            try send(method, path, fields, body, over: http2)
        } else {
            connection.send(Self.request(method, path, fields, body))
        }
    }

    /// The bytes of a request of HTTP/1.1.
    static func request(
        _ method: String, _ path: String, _ fields: [(String, String)] = [], _ body: ByteBuffer? = nil
    ) -> ByteBuffer {
        var bytes = ByteBuffer(string: "\(method) \(path) HTTP/1.1\r\nhost: test\r\n")
        for (name, value) in fields { bytes.writeString("\(name): \(value)\r\n") }
        if let body { bytes.writeString("content-length: \(body.readableBytes)\r\n") }
        bytes.writeString("\r\n")
        if let body { bytes.writeImmutableBuffer(body) }
        return bytes
    }

    private func send(
        _ method: String, _ path: String, _ fields: [(String, String)], _ body: ByteBuffer?, over client: HTTP2Client
    ) throws {
        stream += 2
        var head = HTTP2Client.fields(method, path)
        for (name, value) in fields { head.add(name: name, value: value) }
        client.send(try client.headers(stream, head, ends: body == nil))
        guard var rest = body else { return }
        repeat {
            let piece = rest.readBytes(length: min(Self.frame, rest.readableBytes)) ?? []
            client.data(stream, piece, ends: rest.readableBytes == 0)
        } while rest.readableBytes > 0
    }

    /// The answer to the last request, if it has come whole.
    func answer(isHead: Bool = false) throws -> Answer? {
        if let http2 {
            let answer = try http2.answer(stream)
            guard answer.isEnded, let head = answer.head else { return nil }
            return Answer(
                status: answer.status.flatMap { Int($0) }, body: ByteBuffer(bytes: answer.body),
                values: { head[$0] })
        }
        guard let answer = connection.answers(isHead: isHead).last, answer.isWhole else { return nil }
        return Answer(status: answer.status, body: ByteBuffer(bytes: answer.body), values: { answer[$0] })
    }

    /// Sends a request and returns its answer.
    func exchange(
        _ method: String, _ path: String, _ fields: [(String, String)] = [], _ body: ByteBuffer? = nil
    ) throws -> Answer? {
        try send(method, path, fields, body)
        return try answer(isHead: method == "HEAD")
    }
}
