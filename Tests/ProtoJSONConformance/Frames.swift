import Foundation

/// Messages on a stream, each behind its length in four bytes, the lowest first.
struct Frames {
    let input: FileHandle
    let output: FileHandle

    /// The next message; nil at the end of the stream.
    func next() throws -> [UInt8]? {
        guard let head = try read(4) else { return nil }
        return try read(head.reversed().reduce(0) { $0 << 8 | Int($1) })
    }

    func send(_ message: [UInt8]) throws {
        let head = (0..<4).map { UInt8(truncatingIfNeeded: message.count >> (8 * $0)) }
        try output.write(contentsOf: head + message)
    }

    private func read(_ count: Int) throws -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < count {
            guard let more = try input.read(upToCount: count - bytes.count), !more.isEmpty else { return nil }
            bytes += more
        }
        return bytes
    }
}
