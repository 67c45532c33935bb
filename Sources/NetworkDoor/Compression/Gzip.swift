import CZlib
import NIOCore

/// The encoding `gzip` (RFC 1952), one message or body at a time.
enum Gzip {
    enum Fault: Error, Equatable {
        /// Not gzip, cut off, damaged, or followed by something else.
        case corrupt
        /// More than this limit would come out.
        case tooLarge(Int)
        /// zlib has no memory to work with.
        case outOfMemory
    }

    private static let level: Int32 = 1  // Spares CPU; most gain.

    static func compress(_ message: ByteBuffer) throws(Fault) -> ByteBuffer {
        let stream = try ZStream.deflating(level: level)
        var input = message
        let bound = stream.deflateBound(of: input.readableBytes)
        var output = ByteBufferAllocator().buffer(capacity: bound)
        // The bound is enough for all of it, so that one call ends the stream.
        let code = stream.run(from: &input, into: &output, atLeast: bound, atMost: bound) { deflate($0, Z_FINISH) }
        guard code == Z_STREAM_END else { throw .outOfMemory }
        return output
    }

    /// Stops as soon as more than `limit` bytes would come out, having made room for no more.
    static func decompress(_ message: ByteBuffer, limit: Int) throws(Fault) -> ByteBuffer {
        let stream = try ZStream.inflating()
        var input = message
        var output = ByteBufferAllocator().buffer(capacity: min(limit, input.readableBytes * 4))
        while true {
            switch try step(stream, &input, &output, limit) {
            case Z_OK: continue
            case Z_STREAM_END where input.readableBytes == 0: return output
            case Z_STREAM_END: stream.restart()  // Another member follows.
            case Z_MEM_ERROR: throw .outOfMemory
            default: throw .corrupt
            }
        }
    }

    /// What the end of a message says it holds (RFC 1952, 2.3.1). It is less when the message has several members, and
    /// anything when it is damaged.
    static func announcedBytes(_ message: ByteBuffer) -> Int {
        let announced = message.getInteger(at: message.writerIndex - 4, endianness: .little, as: UInt32.self)
        return announced.map(Int.init) ?? 0
    }

    /// Inflates once. A full output is no fault yet: the checksum may be all that is left.
    private static func step(
        _ stream: borrowing ZStream, _ input: inout ByteBuffer, _ output: inout ByteBuffer, _ limit: Int
    ) throws(Fault) -> Int32 {
        let room = limit - output.readableBytes
        if room > 0 {
            let least = min(room, 1024)
            return stream.run(from: &input, into: &output, atLeast: least, atMost: room) { inflate($0, Z_NO_FLUSH) }
        }
        var excess = ByteBuffer()
        let code = stream.run(from: &input, into: &excess, atLeast: 1, atMost: 1) { inflate($0, Z_NO_FLUSH) }
        guard excess.readableBytes == 0 else { throw .tooLarge(limit) }
        return code
    }
}

/// A `z_stream`, at one address for its life as zlib requires, and freed at its end.
private struct ZStream: ~Copyable {
    private typealias Pointer = UnsafeMutablePointer<z_stream>

    private let pointer: Pointer
    private let end: (Pointer?) -> Int32

    private init(end: @escaping (Pointer?) -> Int32, begin: (Pointer) -> Int32) throws(Gzip.Fault) {
        let pointer = Pointer.allocate(capacity: 1)
        pointer.initialize(to: z_stream())
        guard begin(pointer) == Z_OK else {
            pointer.deallocate()
            throw .outOfMemory
        }
        self.pointer = pointer
        self.end = end
    }

    deinit {
        _ = end(pointer)
        pointer.deallocate()
    }

    /// Sixteen on top of the window bits asks for gzip's header and trailer.
    private static let windowBits: Int32 = 15 + 16
    private static let size = Int32(MemoryLayout<z_stream>.size)

    static func deflating(level: Int32) throws(Gzip.Fault) -> ZStream {
        try ZStream(end: deflateEnd) {
            deflateInit2_($0, level, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
        }
    }

    static func inflating() throws(Gzip.Fault) -> ZStream {
        try ZStream(end: inflateEnd) { inflateInit2_($0, windowBits, ZLIB_VERSION, size) }
    }

    func deflateBound(of length: Int) -> Int {
        Int(CZlib.deflateBound(pointer, uLong(length)))
    }

    func restart() {
        inflateReset(pointer)
    }

    /// Lets `body` take from `input` and add between nothing and `most` bytes to `output`.
    func run(
        from input: inout ByteBuffer, into output: inout ByteBuffer, atLeast least: Int, atMost most: Int,
        _ body: (UnsafeMutablePointer<z_stream>) -> Int32
    ) -> Int32 {
        input.readWithUnsafeReadableBytes { source in
            var code = Z_OK
            pointer.pointee.next_in = UnsafeMutablePointer(
                mutating: source.baseAddress?.assumingMemoryBound(to: Bytef.self))
            pointer.pointee.avail_in = uInt(source.count)
            output.writeWithUnsafeMutableBytes(minimumWritableBytes: least) { target in
                let room = min(target.count, most)
                pointer.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: Bytef.self)
                pointer.pointee.avail_out = uInt(room)
                code = body(pointer)
                return room - Int(pointer.pointee.avail_out)
            }
            return (source.count - Int(pointer.pointee.avail_in), code)
        }
    }
}
