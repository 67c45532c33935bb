extension Assembler {
    mutating func list(_ field: FieldType, isPacked: Bool) throws(TranscodingFault) {
        try expect("[")
        try enter()
        var items = JSONItems(end: "]")
        let start = output.count
        if isPacked { output.tag(field.number, .lengthDelimited) }
        let content = isPacked ? output.begin() : start
        path.enter(.element(0))
        while try hasNext(&items) {
            if cursor.next == UInt8(ascii: "n"), !takesNull(field.kind) { throw fault("An element is not null.") }
            if !isPacked { output.tag(field.number, field.kind.wireType) }
            try value(field.kind, field.number)
            path.advance()
        }
        path.leave()
        depth -= 1
        if isPacked {
            if output.count > content { output.end(content) } else { output.bytes.removeSubrange(start...) }
        }
    }

    /// Reads an object as the entries of a map, and writes them ordered by their keys.
    mutating func map(_ field: FieldType) throws(TranscodingFault) {
        guard case .message(let place) = field.kind, pool.messages[place].fields.count == 2 else {
            throw fault("Its map is not described as one.")
        }
        let (key, value) = (pool.messages[place].fields[0], pool.messages[place].fields[1])
        try expect("{")
        try enter()
        var items = JSONItems(end: "}")
        var entries: [MapEntry] = []
        while try hasNext(&items) {
            let start = output.count
            output.tag(field.number, .lengthDelimited)
            let content = output.begin()
            let (name, text) = try memberName()
            path.enter(.key(name))
            try mapKey(key, text)
            try expect(":")
            if cursor.next == UInt8(ascii: "n"), !takesNull(value.kind) { throw fault("A value of a map is not null.") }
            output.tag(value.number, value.kind.wireType)
            try self.value(value.kind, value.number)
            output.end(content)
            path.leave()
            entries.append(MapEntry(name: name, range: start..<output.count))
        }
        depth -= 1
        try settle(entries, key.kind)
    }

    private mutating func mapKey(_ field: FieldType, _ text: ArraySlice<UInt8>) throws(TranscodingFault) {
        output.tag(field.number, field.kind.wireType)
        switch field.kind {
        case .string: output.content(text)
        case .bool:
            guard text.elementsEqual("true".utf8) || text.elementsEqual("false".utf8) else {
                throw fault("The key is \"true\" or \"false\".")
            }
            output.varint(text.count == 4 ? 1 : 0)
        default:
            guard let (isNegative, magnitude) = NumberText.integer(text), write(field.kind, isNegative, magnitude)
            else { throw fault("The key is a whole number in quotes.") }
        }
    }

    private struct MapEntry {
        /// Where its key stands in the text.
        let name: Int
        /// Where the entry stands in what has been written.
        let range: Range<Int>
    }

    /// Orders the entries, and finds keys that are given twice.
    private mutating func settle(_ entries: [MapEntry], _ kind: FieldKind) throws(TranscodingFault) {
        guard entries.count > 1, let start = entries.first?.range.lowerBound else { return }
        var keyed = entries.map { (entry: $0, key: key(of: $0, kind)) }
        let isOrdered = zip(keyed, keyed.dropFirst()).allSatisfy { $0.key.comesBefore($1.key, in: output.bytes) }
        if isOrdered { return }
        keyed.sort { $0.key.comesBefore($1.key, in: output.bytes) }
        for (one, two) in zip(keyed, keyed.dropFirst()) where !one.key.comesBefore(two.key, in: output.bytes) {
            path.enter(.key(max(one.entry.name, two.entry.name)))
            throw fault("The key is given twice.")
        }
        reorder(from: start, keyed.map(\.entry.range))
    }

    /// Reads the key back from an entry: tag and length, then the key's tag and the key.
    private func key(of entry: MapEntry, _ kind: FieldKind) -> MapKey {
        var reader = WireReader(output.bytes, entry.range)
        _ = reader.tag()
        _ = reader.varint()
        let range = reader.tag().flatMap { reader.value(of: $0, depth: 1) }
        return MapKey(kind, output.bytes, range ?? 0..<0)
    }
}
