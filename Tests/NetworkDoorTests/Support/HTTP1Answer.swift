import NIOCore

/// An answer of HTTP/1.1 as its bytes say, read by nothing but this.
struct HTTP1Answer: Equatable {
    var status: Int
    var fields: [String] = []
    var body: [UInt8] = []
    var isWhole = true

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The values of a field.
    subscript(name: String) -> [String] {
        fields.filter { $0.hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) }
    }

    /// - Parameter isHead: the answer has no body, whatever it says.
    init?(from buffer: inout ByteBuffer, isHead: Bool = false) {
        guard let head = Self.line(from: &buffer), head.hasPrefix("HTTP/1.1 ") else { return nil }
        status = Int(head.dropFirst(9).prefix(3)) ?? 0
        while let line = Self.line(from: &buffer), !line.isEmpty { fields.append(line) }
        guard !isHead, status >= 200, status != 204, status != 304 else { return }
        if let length = self["content-length"].first.flatMap({ Int($0) }) {
            body = buffer.readBytes(length: min(length, buffer.readableBytes)) ?? []
            isWhole = body.count == length
        } else if self["transfer-encoding"] == ["chunked"] {
            readChunks(&buffer)
        } else {
            body = buffer.readBytes(length: buffer.readableBytes) ?? []
        }
    }

    private mutating func readChunks(_ buffer: inout ByteBuffer) {
        isWhole = false
        while let line = Self.line(from: &buffer), let length = Int(line, radix: 16) {
            guard let chunk = buffer.readBytes(length: min(length, buffer.readableBytes)), chunk.count == length,
                Self.line(from: &buffer) == ""
            else { return }
            body += chunk
            isWhole = length == 0
            if isWhole { return }
        }
    }

    private static func line(from buffer: inout ByteBuffer) -> String? {
        guard let end = buffer.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        let line = buffer.readString(length: end - buffer.readerIndex + 1) ?? ""
        return String(line.unicodeScalars.filter { $0 != "\r" && $0 != "\n" })
    }
}

extension TestConnection {
    /// The answers that came since the last time.
    func answers(isHead: Bool = false) -> [HTTP1Answer] {
        var bytes = take()
        var answers: [HTTP1Answer] = []
        while let answer = HTTP1Answer(from: &bytes, isHead: isHead) { answers.append(answer) }
        return answers
    }

    func get(_ path: String) {
        send("GET \(path) HTTP/1.1\r\nhost: test\r\n\r\n")
    }
}
