/// Where a value of a field stands in the bytes of its message.
struct Occurrence {
    let number: UInt32
    /// The field's place in its message type; of an extension, the complement of its place in the pool.
    let place: Int32
    /// True for a length-delimited run of numbers.
    let isPacked: Bool
    private let start: UInt32
    private let end: UInt32

    init(_ number: UInt32, place: Int32, _ range: Range<Int>, isPacked: Bool) {
        self.number = number
        self.place = place
        self.isPacked = isPacked
        start = UInt32(truncatingIfNeeded: range.lowerBound)
        end = UInt32(truncatingIfNeeded: range.upperBound)
    }

    var range: Range<Int> { Int(start)..<Int(end) }

    func comesBefore(_ other: Occurrence) -> Bool {
        (number, start) < (other.number, other.start)
    }
}

extension Renderer {
    /// Notes the fields of a message, by number, and in a oneof only what its last member leaves.
    ///
    /// - Returns: the places of the notes in ``found``.
    mutating func note(
        _ place: Int, _ type: MessageType, _ range: Range<Int>
    ) throws(TranscodingFault) -> Range<Int> {
        let start = found.count
        var reader = WireReader(input, range)
        var isOrdered = true
        var seenOneofs: UInt64 = 0
        var last: UInt32 = 0
        while !reader.isAtEnd {
            guard let tag = reader.tag(),
                let content = reader.value(of: tag, depth: TranscodingOptions.maxDepth)
            else { throw Self.noMessage }
            guard let occurrence = occurrence(tag, content, place, type) else { continue }
            if let oneof = field(occurrence, type).oneof {
                let bit: UInt64 = 1 << UInt64(oneof & 63)
                if seenOneofs & bit != 0, last != occurrence.number { isOrdered = false }
                seenOneofs |= bit
            }
            if occurrence.number < last { isOrdered = false }
            last = occurrence.number
            found.append(occurrence)
        }
        if !isOrdered { order(from: start, type) }
        return start..<found.count
    }

    /// - Returns: nil for what is skipped: unknown fields, and numbers that a closed enum does not declare.
    private func occurrence(
        _ tag: Tag, _ content: Range<Int>, _ message: Int, _ type: MessageType
    ) -> Occurrence? {
        let place: Int32
        if let own = type.place(ofNumber: tag.number) {
            place = Int32(own)
        } else if type.isMessageSet, tag.number == 1, tag.wireType == .startGroup {
            return messageSetItem(content, message)
        } else if let foreign = pool.place(ofExtension: tag.number, of: message) {
            place = ~Int32(foreign)
        } else {
            return nil
        }
        let field = place >= 0 ? type.fields[Int(place)] : pool.extensions[Int(~place)]
        let isPacked = tag.wireType == .lengthDelimited && field.kind.isPackable && !field.isSingular
        guard isPacked || (tag.wireType == field.kind.wireType && isKnown(field.kind, content)) else { return nil }
        return Occurrence(tag.number, place: place, content, isPacked: isPacked)
    }

    /// An extension within a message set: a group with the extension's number (2) and its message (3).
    private func messageSetItem(_ content: Range<Int>, _ message: Int) -> Occurrence? {
        var reader = WireReader(input, content)
        var number: UInt32?
        var value: Range<Int>?
        while let tag = reader.tag() {
            if tag.number == 2, tag.wireType == .varint {
                number = reader.varint().flatMap { UInt32(exactly: $0) }
            } else if let content = reader.value(of: tag, depth: TranscodingOptions.maxDepth) {
                if tag.number == 3, tag.wireType == .lengthDelimited { value = content }
            }
        }
        guard let number, let value, let place = pool.place(ofExtension: number, of: message) else { return nil }
        return Occurrence(number, place: ~Int32(place), value, isPacked: false)
    }

    private mutating func order(from start: Int, _ type: MessageType) {
        if !type.oneofs.isEmpty { settleOneofs(from: start, type) }
        found[start...].sort { $0.comesBefore($1) }
    }

    /// Whoever sets a member of a oneof clears the others: what counts is the last member, from where it followed
    /// another on.
    private mutating func settleOneofs(from start: Int, _ type: MessageType) {
        var winners = [UInt32?](repeating: nil, count: type.oneofs.count)
        var isSettled = [Bool](repeating: false, count: type.oneofs.count)
        var kept: [Occurrence] = []
        for occurrence in found[start...].reversed() {
            guard let oneof = field(occurrence, type).oneof, winners.indices.contains(oneof) else {
                kept.append(occurrence)
                continue
            }
            if isSettled[oneof] { continue }
            let winner = winners[oneof] ?? occurrence.number
            winners[oneof] = winner
            if winner == occurrence.number { kept.append(occurrence) } else { isSettled[oneof] = true }
        }
        found.replaceSubrange(start..., with: kept.reversed())
    }
}
