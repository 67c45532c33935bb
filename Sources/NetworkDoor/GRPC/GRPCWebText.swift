import NIOCore

/// Reads a body of `application/grpc-web-text`: base64 in pieces cut anywhere.
///
/// The sender may pad whenever it flushes, so that padding ends a run of base64 but not the body.
struct GRPCWebTextDecoder {
    enum Fault: Error, Equatable {
        /// Not a base64 digit, or padding where none belongs.
        case invalid
        /// The body ended within four digits.
        case truncated
    }

    private var quantum = Base64.Quantum()
    private var padding = 0

    /// The bytes that `chunk` completes. After a fault the body is lost.
    mutating func decode(_ chunk: ByteBuffer) throws(Fault) -> ByteBuffer {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(chunk.readableBytes * 3 / 4 + 3)
        for character in chunk.readableBytesView {
            try take(character)
            guard quantum.digits + padding == 4 else { continue }
            guard quantum.flush(into: &bytes) else { throw .invalid }
            padding = 0
        }
        return ByteBuffer(bytes: bytes)
    }

    func finish() throws(Fault) {
        guard quantum.digits == 0 else { throw .truncated }
    }

    private mutating func take(_ character: UInt8) throws(Fault) {
        if let value = Base64.value(of: character) {
            guard padding == 0 else { throw .invalid }
            quantum.append(value)
        } else {
            guard character == Base64.padding, quantum.digits >= 2 else { throw .invalid }
            padding += 1
        }
    }
}

/// Writes pieces of a body of `application/grpc-web-text`, each padded to stand alone.
enum GRPCWebText {
    static func encode(_ bytes: ByteBuffer) -> ByteBuffer {
        ByteBuffer(bytes: Base64.encode(bytes.readableBytesView, isPadded: true))
    }
}
