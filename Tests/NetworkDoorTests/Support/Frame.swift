import NIOCore

/// A frame of HTTP/2 as bytes, right or wrong.
struct Frame: Equatable {
    enum Kind: UInt8 {
        case data, headers, priority, reset, settings, push, ping, goAway, windowUpdate, continuation
    }

    static let endStream: UInt8 = 0x1
    static let ack: UInt8 = 0x1
    static let endHeaders: UInt8 = 0x4
    static let padded: UInt8 = 0x8

    var kind: UInt8
    var flags: UInt8 = 0
    var stream = 0
    var payload: [UInt8] = []

    init(_ kind: Kind, flags: UInt8 = 0, stream: Int = 0, payload: [UInt8] = []) {
        self.kind = kind.rawValue
        self.flags = flags
        self.stream = stream
        self.payload = payload
    }

    var bytes: [UInt8] {
        var buffer = ByteBuffer()
        buffer.writeMultipleIntegers(UInt8(payload.count >> 16 & 0xFF), UInt16(payload.count & 0xFFFF), kind, flags)
        buffer.writeInteger(UInt32(stream))
        buffer.writeBytes(payload)
        return Array(buffer.readableBytesView)
    }

    /// Takes the next whole frame off `buffer`.
    init?(from buffer: inout ByteBuffer) {
        var copy = buffer
        guard let (high, low, kind, flags) = copy.readMultipleIntegers(as: (UInt8, UInt16, UInt8, UInt8).self),
            let stream = copy.readInteger(as: UInt32.self),
            let payload = copy.readBytes(length: Int(high) << 16 | Int(low))
        else { return nil }
        (self.kind, self.flags, self.stream, self.payload) = (kind, flags, Int(stream & 0x7FFF_FFFF), payload)
        buffer = copy
    }

    func number(at offset: Int) -> Int {
        payload.dropFirst(offset).prefix(4).reduce(0) { $0 << 8 | Int($1) }
    }

    static func number(_ value: Int) -> [UInt8] {
        (0..<4).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    static func settings(_ values: [(Int, Int)] = []) -> Frame {
        Frame(.settings, payload: values.flatMap { [UInt8($0.0 >> 8), UInt8($0.0 & 0xFF)] + number($0.1) })
    }

    static func windowUpdate(_ stream: Int, _ increment: Int) -> Frame {
        Frame(.windowUpdate, stream: stream, payload: number(increment))
    }

    static func reset(_ stream: Int, _ code: Int) -> Frame {
        Frame(.reset, stream: stream, payload: number(code))
    }
}
