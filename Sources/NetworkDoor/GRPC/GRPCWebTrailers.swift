import NIOCore

/// The trailers of gRPC-Web, which travel as the last frame of the body.
enum GRPCWebTrailers {
    private static let flag: UInt8 = 0x80

    static func frame(_ fields: [(String, String)]) -> ByteBuffer {
        var block: [UInt8] = []
        for (name, value) in fields {
            block.append(contentsOf: oneLine(name.lowercased()))
            block.append(contentsOf: ": ".utf8)
            block.append(contentsOf: oneLine(value))
            block.append(contentsOf: "\r\n".utf8)
        }
        var frame = ByteBufferAllocator().buffer(capacity: MessageFraming.prefixBytes + block.count)
        frame.writeMultipleIntegers(flag, UInt32(block.count))
        frame.writeBytes(block)
        return frame
    }

    /// A line break in a field would start another field, so that it becomes a space (RFC 9110, section 5.5).
    private static func oneLine(_ text: String) -> some Sequence<UInt8> {
        text.utf8.lazy.map { $0 == 0x0D || $0 == 0x0A || $0 == 0 ? UInt8(ascii: " ") : $0 }
    }
}
