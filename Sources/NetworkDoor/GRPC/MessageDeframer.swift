import NIOCore

/// Cuts a stream of bytes, whatever its pieces, into length-prefixed messages.
///
/// Messages that arrive in one piece are slices of it. Bytes of an unfinished message move to a buffer of their own, so
/// that no piece is kept alive by its tail, and no byte is copied more than a few times however the stream was cut.
struct MessageDeframer {
    struct Message: Equatable {
        var isCompressed: Bool
        var bytes: ByteBuffer
    }

    enum Fault: Error, Equatable {
        /// The length that the prefix announced.
        case tooLarge(Int)
        case badFlag(UInt8)
        /// The stream ended within a message.
        case truncated
    }

    private let maxMessageBytes: Int
    /// Only ever sliced.
    private var front = ByteBuffer()
    /// What came after `front`; only ever written, and never shared.
    private var back = ByteBuffer()

    init(maxMessageBytes: Int) {
        self.maxMessageBytes = maxMessageBytes
    }

    var heldBytes: Int { front.readableBytes + back.readableBytes }

    mutating func append(_ buffer: ByteBuffer) {
        if heldBytes == 0 {
            front = buffer
        } else {
            back.writeImmutableBuffer(buffer)
        }
    }

    func check() throws(Fault) {
        _ = try prefix()
    }

    /// The next whole message, or nil until more bytes come. A fault stays: the stream has lost its framing.
    mutating func next() throws(Fault) -> Message? {
        guard let prefix = try prefix(), heldBytes >= MessageFraming.prefixBytes + prefix.length else {
            settle()
            return nil
        }
        if front.readableBytes < MessageFraming.prefixBytes + prefix.length { join() }
        front.moveReaderIndex(forwardBy: MessageFraming.prefixBytes)
        guard let bytes = front.readSlice(length: prefix.length) else { return nil }
        if front.readableBytes == 0 { front = ByteBuffer() }
        return Message(isCompressed: prefix.isCompressed, bytes: bytes)
    }

    /// Call at the end of the stream, once ``next()`` has returned nil.
    func finish() throws(Fault) {
        guard heldBytes == 0 else { throw .truncated }
    }

    private func prefix() throws(Fault) -> (isCompressed: Bool, length: Int)? {
        guard let flag = byte(at: 0) else { return nil }
        guard flag <= 1 else { throw .badFlag(flag) }
        guard let length = length() else { return nil }
        guard length <= maxMessageBytes else { throw .tooLarge(length) }
        return (flag == 1, length)
    }

    private func length() -> Int? {
        // Mostly it came in one piece.
        if let length = front.getInteger(at: front.readerIndex + 1, as: UInt32.self) { return Int(length) }
        var length = 0
        for offset in 1..<MessageFraming.prefixBytes {
            guard let byte = byte(at: offset) else { return nil }
            length = length << 8 | Int(byte)
        }
        return length
    }

    private func byte(at offset: Int) -> UInt8? {
        let beyond = offset - front.readableBytes
        return beyond < 0
            ? front.getInteger(at: front.readerIndex + offset) : back.getInteger(at: back.readerIndex + beyond)
    }

    /// Moves the start of an unfinished message from the piece it came in to `back`, which grows from there.
    private mutating func settle() {
        guard front.readableBytes > 0 else { return }
        if back.readableBytes == 0 {
            back.writeImmutableBuffer(front)
        } else {
            join()
            swap(&front, &back)
        }
        front = ByteBuffer()
    }

    /// Moves all bytes to `front`, by a copy only if there are some on both sides.
    private mutating func join() {
        if front.readableBytes == 0 {
            front = back
        } else {
            var joined = ByteBufferAllocator().buffer(capacity: heldBytes)
            joined.writeImmutableBuffer(front)
            joined.writeImmutableBuffer(back)
            front = joined
        }
        back = ByteBuffer()
    }
}

/// Puts messages behind their length prefix: a flag, then the length as four bytes, big end first.
enum MessageFraming {
    static let prefixBytes = 5

    /// A message that stands behind its prefix already (see ``GRPCAnswer/init(bytes:)``) is not copied.
    static func frame(
        _ message: ByteBuffer, isCompressed: Bool, allocator: ByteBufferAllocator = ByteBufferAllocator()
    ) -> ByteBuffer {
        if !isCompressed, let frame = framed(message) { return frame }
        var frame = allocator.buffer(capacity: prefixBytes + message.readableBytes)
        writePrefix(compressed: isCompressed, length: message.readableBytes, into: &frame)
        frame.writeImmutableBuffer(message)
        return frame
    }

    private static func framed(_ message: ByteBuffer) -> ByteBuffer? {
        guard message.readerIndex >= prefixBytes else { return nil }
        var frame = message
        frame.moveReaderIndex(to: message.readerIndex - prefixBytes)
        let start = frame.readerIndex
        let isFramed =
            frame.getInteger(at: start, as: UInt8.self) == 0
            && frame.getInteger(at: start + 1) == UInt32(message.readableBytes)
        return isFramed ? frame : nil
    }

    static func writePrefix(compressed: Bool, length: Int, into buffer: inout ByteBuffer) {
        // No buffer holds more than four bytes can say.
        buffer.writeMultipleIntegers(compressed ? UInt8(1) : 0, UInt32(length))
    }
}
