/// Where the bytes of a field begin in what has been written.
struct Part {
    let number: UInt32
    let start: Int
}

extension Assembler {
    /// Puts the fields of a message that has been read into the order of their numbers.
    ///
    /// - Parameter first: the place of its first part.
    mutating func settle(from first: Int) {
        let own = parts[first...]
        defer { parts.removeSubrange(first...) }
        guard let start = own.first?.start else { return }
        var isOrdered = true
        for (part, next) in zip(own, own.dropFirst()) where next.number < part.number { isOrdered = false }
        if isOrdered { return }
        let ends = own.dropFirst().map(\.start) + [output.count]
        let ordered = zip(own, ends).sorted { $0.0.number < $1.0.number }
        reorder(from: start, ordered.map { $0.0.start..<$0.1 })
    }

    /// Writes the last parts of what has been written anew, in another order.
    mutating func reorder(from start: Int, _ ranges: [Range<Int>]) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(output.count - start)
        for range in ranges { bytes.append(contentsOf: output.bytes[range]) }
        output.bytes.replaceSubrange(start..., with: bytes)
    }
}
