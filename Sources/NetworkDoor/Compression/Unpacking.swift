import NIOCore

/// Inflates the body of a request: how much room it is given, and whether that is too much work for an event loop.
///
/// A gzip stream says at its end how much it holds, and first is believed. Whoever sends more than that (in several
/// members, or because it lies) is tried again with the most that a request may have.
struct Unpacking {
    private static let mostPackedOnLoop = 64 * 1_024
    private static let mostUnpackedOnLoop = 256 * 1_024

    let packed: ByteBuffer
    /// Bytes that may come out, which are counted before they do.
    private(set) var room: Int
    private let most: Int

    /// - Parameter most: bytes that a request may have.
    init(_ packed: ByteBuffer, most: Int) {
        self.packed = packed
        self.most = most
        room = min(Gzip.announcedBytes(packed), most)
    }

    /// So little that an event loop may do it.
    var isShort: Bool { packed.readableBytes <= Self.mostPackedOnLoop && room <= Self.mostUnpackedOnLoop }

    func run() -> Result<ByteBuffer, Gzip.Fault> {
        Result { () throws(Gzip.Fault) in try Gzip.decompress(packed, limit: room) }
    }

    /// The same with all the room there is; nil when it had that.
    var withMostRoom: Unpacking? {
        guard room < most else { return nil }
        var next = self
        next.room = most
        return next
    }
}
