/// What a command has written, up to a limit.
struct CapturedOutput: Hashable, Sendable {
    /// What becomes of output beyond the limit.
    enum Overflow: Hashable, Sendable {
        /// The first bytes are kept.
        case keepStart
        /// The last bytes are kept.
        case keepEnd
    }

    let limit: Int
    let overflow: Overflow
    private(set) var isCut = false
    private var stored: [UInt8] = []

    init(limit: Int, overflow: Overflow) {
        self.limit = limit
        self.overflow = overflow
    }

    var bytes: ArraySlice<UInt8> { stored.suffix(limit) }

    mutating func add(_ bytes: some Collection<UInt8>) {
        if stored.count + bytes.count > limit { isCut = true }
        switch overflow {
        case .keepStart:
            stored += bytes.prefix(max(0, limit - stored.count))
        case .keepEnd:
            stored += bytes.suffix(limit)
            // Moving the rest to the front each time would cost more than twice the memory does.
            if stored.count > 2 * limit { stored.removeFirst(stored.count - limit) }
        }
    }

    /// The text, whatever the bytes; a first line that was cut is left out.
    var text: String {
        let bytes = bytes
        guard isCut, overflow == .keepEnd, let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else {
            return String(decoding: bytes, as: UTF8.self)
        }
        return String(decoding: bytes[bytes.index(after: end)...], as: UTF8.self)
    }
}
