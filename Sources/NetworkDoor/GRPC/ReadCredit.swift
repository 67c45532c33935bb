/// How much a peer may send ahead on a streaming call: as much again as its handler has read.
///
/// A message larger than the window would never become whole that way, so bytes of an unfinished message are granted
/// ahead while the handler has nothing else to read; what was granted ahead is not granted again when it is read.
struct ReadCredit {
    /// Bytes that have come and were not read by the handler.
    private(set) var held = 0
    private var unframed = 0
    private var ahead = 0

    mutating func received(_ bytes: Int) {
        held += bytes
        unframed += bytes
    }

    /// A message became whole; returns the bytes it took.
    ///
    /// - Parameter left: bytes that belong to the next message.
    mutating func framed(left: Int) -> Int {
        defer { unframed = left }
        return unframed - left
    }

    /// The handler has read a message; returns the bytes to grant.
    mutating func consumed(_ bytes: Int) -> Int {
        held -= bytes
        let paid = min(ahead, bytes)
        ahead -= paid
        return bytes - paid
    }

    /// The handler waits for the message that has only begun; returns the bytes to grant ahead.
    mutating func starving() -> Int {
        let more = max(unframed - ahead, 0)
        ahead += more
        return more
    }
}
