/// Which fields and which oneofs of a message have been given.
struct SeenFields {
    private var low: UInt64 = 0
    private var high: [UInt64]
    private var extensions: Set<Int> = []
    private let oneofsStart: Int

    init(_ type: MessageType) {
        oneofsStart = type.fields.count
        let bits = type.fields.count + type.oneofs.count
        high = bits > 64 ? [UInt64](repeating: 0, count: bits / 64) : []
    }

    /// - Parameter place: of an own field, or the complement of an extension's.
    /// - Returns: false when it was there already.
    mutating func insert(_ place: Int) -> Bool {
        guard place >= 0 else { return extensions.insert(place).inserted }
        return insert(bit: place)
    }

    mutating func insert(oneof: Int) -> Bool {
        insert(bit: oneofsStart + oneof)
    }

    private mutating func insert(bit: Int) -> Bool {
        let mask: UInt64 = 1 << UInt64(bit & 63)
        if bit < 64 {
            defer { low |= mask }
            return low & mask == 0
        }
        defer { high[bit / 64 - 1] |= mask }
        return high[bit / 64 - 1] & mask == 0
    }
}
