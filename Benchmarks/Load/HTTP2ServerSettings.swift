import NIOCore

/// What the server's SETTINGS frame says, as far as a client that counts must know.
struct HTTP2ServerSettings {
    private(set) var headerTableSize = 4_096
    private(set) var maxConcurrentStreams = Int.max

    /// Takes `length` bytes: two of a setting's number and four of its value, again and again.
    mutating func read(_ length: Int, from bytes: inout ByteBuffer) {
        for _ in 0..<(length / 6) {
            guard let (number, value) = bytes.readMultipleIntegers(as: (UInt16, UInt32).self) else { return }
            switch number {
            case 1: headerTableSize = Int(value)
            case 3: maxConcurrentStreams = Int(value)
            default: break
            }
        }
    }
}
