import NIOCore

/// Which answers are worth to be compressed, and their compression.
extension HTTPResponse {
    private static let leastPackedBytes = 1_024
    private static let mostPackedOnLoop = 16 * 1_024

    /// Whether gzip may be tried on it: it is text, in memory, long enough, and nobody has packed or tagged these very
    /// bytes.
    var isWorthPacking: Bool {
        guard case .bytes(let bytes) = body, bytes.readableBytes >= Self.leastPackedBytes, hasTextType else {
            return false
        }
        if status == 204 || status == 206 || status == 304 { return false }
        return !fields.contains { $0.name == "content-encoding" || $0.name == "etag" }
    }

    /// So short that an event loop may pack it.
    var isPackedAtOnce: Bool {
        guard case .bytes(let bytes) = body else { return true }
        return bytes.readableBytes <= Self.mostPackedOnLoop
    }

    /// The same with its body compressed, unless that makes it no smaller.
    func packed() -> HTTPResponse {
        guard case .bytes(let bytes) = body, let packed = try? Gzip.compress(bytes),
            packed.readableBytes < bytes.readableBytes
        else { return self }
        // The compression makes room for the worst; what waits to be sent should not keep that.
        var kept = ByteBuffer()
        kept.append(packed)
        var answer = self
        answer.body = .bytes(kept)
        answer.fields.append((name: "content-encoding", value: "gzip"))
        return answer
    }

    /// Text of any kind, JSON, or protocol buffers: what gzip makes smaller.
    var hasTextType: Bool {
        fields.contains { $0.name == "content-type" && Self.isText($0.value) }
    }

    /// Compared byte by byte: this is asked for each answer.
    private static func isText(_ contentType: String) -> Bool {
        let type = contentType.utf8.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") }
        return isSame(type.prefix(5), "text/") || isSame(type, "application/json") || isSame(type.suffix(5), "+json")
            || isSame(type, "application/x-protobuf")
    }

    /// - Parameter expected: in lower case.
    private static func isSame(_ bytes: Substring.UTF8View, _ expected: String) -> Bool {
        bytes.elementsEqual(expected.utf8) { byte, lower in
            byte == lower || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) && byte | 0x20 == lower
        }
    }
}
