import NIOCore

/// Bytes on their way out, gathered so that an answer leaves in one piece; large bodies are not copied.
struct HTTP1Output {
    private static let largestCopy = 32 * 1_024
    /// Room for a head and a small body, so that it is not found step by step.
    private static let first = 1_024

    private var gathered = ByteBuffer()
    private var pieces: [ByteBuffer] = []

    /// More should not be added before this is sent.
    var isLarge: Bool { gathered.readableBytes > 2 * Self.largestCopy || !pieces.isEmpty }

    mutating func gather(_ write: (inout ByteBuffer) -> Void) {
        if gathered.capacity == 0 { gathered.reserveCapacity(Self.first) }
        write(&gathered)
    }

    mutating func append(_ bytes: ByteBuffer) {
        guard bytes.readableBytes > Self.largestCopy else {
            gathered.writeImmutableBuffer(bytes)
            return
        }
        if gathered.readableBytes > 0 { pieces.append(gathered) }
        gathered = ByteBuffer()
        pieces.append(bytes)
    }

    /// All that waits, in order.
    mutating func take() -> [ByteBuffer] {
        defer {
            gathered = ByteBuffer()
            pieces = []
        }
        return gathered.readableBytes > 0 ? pieces + [gathered] : pieces
    }

    var isEmpty: Bool { gathered.readableBytes == 0 && pieces.isEmpty }
}
