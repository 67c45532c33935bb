extension Renderer {
    /// The key of a map's entry, and where its value stands.
    private struct Entry {
        let key: MapKey
        /// The notes of the value; empty for the default.
        var value: Range<Int>
        let start: Int
    }

    /// Writes a map, ordered by its keys; of a key that occurs twice the last entry counts.
    ///
    /// - Returns: false when it has no entries.
    mutating func map(_ kind: FieldKind, _ occurrences: Range<Int>) throws(TranscodingFault) -> Bool {
        guard case .message(let place) = kind else { return false }
        let type = pool.messages[place]
        guard type.fields.count == 2 else { return false }
        let (keyKind, valueKind) = (type.fields[0].kind, type.fields[1].kind)
        let notes = found.count
        var entries: [Entry] = []
        entries.reserveCapacity(occurrences.count)
        for index in occurrences {
            let range = found[index].range
            let noted = try note(place, type, range)
            let split = noted.first { found[$0].number != 1 } ?? noted.upperBound
            guard noted.upperBound > split || hasNoForeignValue(valueKind, range) else { continue }
            let key = MapKey(keyKind, input, split > noted.lowerBound ? found[split - 1].range : 0..<0)
            entries.append(Entry(key: key, value: split..<noted.upperBound, start: range.lowerBound))
        }
        try write(entries, keyKind, valueKind)
        found.removeSubrange(notes...)
        return !entries.isEmpty
    }

    private mutating func write(
        _ entries: [Entry], _ keyKind: FieldKind, _ valueKind: FieldKind
    ) throws(TranscodingFault) {
        var entries = entries
        if entries.count > 1 {
            entries.sort { one, two in
                if one.key.comesBefore(two.key, in: input) { return true }
                return one.start < two.start && !two.key.comesBefore(one.key, in: input)
            }
        }
        output.byte(UInt8(ascii: "{"))
        var isFirst = true
        for (index, entry) in entries.enumerated() {
            if index + 1 < entries.count, !entry.key.comesBefore(entries[index + 1].key, in: input) { continue }
            if !isFirst { output.byte(UInt8(ascii: ",")) }
            isFirst = false
            try write(entry.key, keyKind)
            output.byte(UInt8(ascii: ":"))
            if entry.value.isEmpty { try defaultValue(valueKind) } else { try singular(valueKind, entry.value) }
        }
        output.byte(UInt8(ascii: "}"))
    }

    /// An entry whose enum value is not declared is no entry at all, while one without a value has the default.
    private func hasNoForeignValue(_ kind: FieldKind, _ range: Range<Int>) -> Bool {
        guard case .enumeration(let place) = kind, pool.enums[place].isClosed else { return true }
        var reader = WireReader(input, range)
        while let tag = reader.tag() {
            if tag.number == 2 { return false }
            _ = reader.value(of: tag, depth: TranscodingOptions.maxDepth)
        }
        return true
    }

    private mutating func write(_ key: MapKey, _ kind: FieldKind) throws(TranscodingFault) {
        switch key {
        case .text(let range):
            guard output.string(input, range) else { throw Self.noText }
        case .number(let value) where kind == .bool: value == 0 ? output.text("\"false\"") : output.text("\"true\"")
        case .number(let value): output.quoted(number: value)
        case .unsigned(let value): output.quoted(number: value)
        }
    }
}
