import NIOCore

/// The nine bytes before each frame's payload.
struct HTTP2FrameHead {
    enum Kind {
        static let data: UInt8 = 0
        static let headers: UInt8 = 1
        static let reset: UInt8 = 3
        static let settings: UInt8 = 4
        static let ping: UInt8 = 6
        static let goAway: UInt8 = 7
        static let windowUpdate: UInt8 = 8
        static let continuation: UInt8 = 9
    }

    enum Flags {
        static let endStream: UInt8 = 1
        static let acknowledged: UInt8 = 1
        static let endHeaders: UInt8 = 4
        static let padded: UInt8 = 8
        static let priority: UInt8 = 32
    }

    static let size = 9

    let length: Int
    let kind: UInt8
    let flags: UInt8
    let stream: UInt32

    func has(_ flag: UInt8) -> Bool { flags & flag != 0 }
}

extension ByteBuffer {
    /// Takes a frame's head; nil, and nothing is taken, while the frame is not there as a whole.
    mutating func readHTTP2FrameHead() -> HTTP2FrameHead? {
        guard let word = getInteger(at: readerIndex, as: UInt64.self) else { return nil }
        let length = Int(word >> 40)
        guard readableBytes >= HTTP2FrameHead.size + length,
            let last = getInteger(at: readerIndex + 8, as: UInt8.self)
        else { return nil }
        moveReaderIndex(forwardBy: HTTP2FrameHead.size)
        return HTTP2FrameHead(
            length: length, kind: UInt8(truncatingIfNeeded: word >> 32), flags: UInt8(truncatingIfNeeded: word >> 24),
            stream: UInt32(truncatingIfNeeded: word << 8) | UInt32(last))
    }

    mutating func writeHTTP2FrameHead(length: Int, kind: UInt8, flags: UInt8 = 0, stream: UInt32 = 0) {
        let word = UInt64(length) << 40 | UInt64(kind) << 32 | UInt64(flags) << 24 | UInt64(stream >> 8)
        writeMultipleIntegers(word, UInt8(truncatingIfNeeded: stream))
    }

    mutating func writeHTTP2WindowUpdate(_ increment: UInt32) {
        writeHTTP2FrameHead(length: 4, kind: HTTP2FrameHead.Kind.windowUpdate)
        writeInteger(increment)
    }
}
