import NIOCore

extension ByteBuffer {
    /// Adds bytes; the first ones are kept as they are, unless they would keep alive much more than themselves.
    mutating func append(_ bytes: ByteBuffer) {
        if readableBytes == 0, bytes.readableBytes >= bytes.storageCapacity / 4 {
            self = bytes
        } else {
            var bytes = bytes
            writeBuffer(&bytes)
        }
    }
}
