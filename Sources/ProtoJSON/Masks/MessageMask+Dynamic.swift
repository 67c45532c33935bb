extension MessageMask {
    /// Writes the selected part of an Any, whose type stays with it.
    mutating func any(_ place: Int, _ range: Range<Int>, _ nodes: [Int]) throws(TranscodingFault) {
        try source.enter()
        let notes = try source.note(place, pool.messages[place], range)
        let typeURL = source.found[notes].last { $0.number == 1 }?.range ?? 0..<0
        let value = source.found[notes].last { $0.number == 2 }?.range ?? 0..<0
        let before = output.count
        write(1, source.input[typeURL])
        if let type = TypeURL.fullName(source.input[typeURL]).flatMap(pool.place(ofMessage:)) {
            let start = output.count
            output.tag(2, .lengthDelimited)
            let content = output.begin()
            if filter(type, value, nodes) {
                if output.count > content { output.end(content) } else { output.bytes.removeSubrange(start...) }
            } else {
                output.bytes.removeSubrange(start...)
                write(2, source.input[value])
            }
        } else {
            output.bytes.removeSubrange(before...)
            output.bytes.append(contentsOf: source.input[range])
        }
        source.leave(notes)
    }

    private mutating func write(_ number: UInt32, _ text: ArraySlice<UInt8>) {
        guard !text.isEmpty else { return }
        output.tag(number, .lengthDelimited)
        output.content(text)
    }

    /// Writes the selected part of what an Any holds.
    ///
    /// - Returns: false when it is to be kept whole: it has no parts, or the bytes are not of their type.
    private mutating func filter(_ type: Int, _ value: Range<Int>, _ nodes: [Int]) -> Bool {
        let (notes, level, outer) = (source.found.count, source.depth, source.input)
        do throws(TranscodingFault) {
            switch pool.selectable(in: .message(type)) {
            case .message(let place): return try content(.message(place), value, nodes)
            case .dynamic(.structure, let place):
                guard case .parts(let parts) = selection.focusOnStruct(nodes) else { return false }
                return try content(.dynamic(.structure, place), value, parts)
            default: return false
            }
        } catch {
            source.found.removeSubrange(notes...)
            source.depth = level
            source.input = outer
            return false
        }
    }

    /// A Value has parts when it is a Struct or a list.
    ///
    /// - Returns: false when it is another.
    mutating func dynamicValue(
        _ place: Int, _ range: Range<Int>, _ nodes: [Int]
    ) throws(TranscodingFault) -> Bool {
        let type = pool.messages[place]
        let notes = try source.note(place, type, range)
        defer { source.found.removeSubrange(notes.lowerBound...) }
        guard let last = notes.last else { return false }
        let number = source.found[last].number
        let first = notes.first { source.found[$0].number == number } ?? last
        let field = source.field(source.found[last], type)
        guard case .dynamic = pool.selectable(in: field) else { return false }
        try singular(field, pool.selectable(in: field), first..<notes.upperBound, nodes, false)
        return true
    }

    /// Writes the selected entries of a map; of a key that occurs twice the last one counts.
    mutating func map(
        _ field: FieldType, _ kind: FieldKind, _ occurrences: Range<Int>, _ nodes: [Int]
    ) throws(TranscodingFault) {
        guard case .message(let place) = field.kind, let key = pool.messages[place].fields.first else { return }
        var last: [[UInt8]: Int] = [:]
        var names: [[UInt8]] = []
        for index in occurrences {
            let name = try self.name(ofEntry: place, key.kind, source.found[index].range)
            last[name] = index
            names.append(name)
        }
        for (index, name) in zip(occurrences, names) where last[name] == index {
            guard let focus = selection.focus(nodes, on: name[...]) else { continue }
            try entry(field, place, source.found[index], focus)
        }
    }

    private mutating func entry(
        _ field: FieldType, _ place: Int, _ occurrence: Occurrence, _ focus: FieldSelection.Focus
    ) throws(TranscodingFault) {
        guard case .parts(let nodes) = focus else { return copy(occurrence, field, false) }
        let type = pool.messages[place]
        let notes = try source.note(place, type, occurrence.range)
        defer { source.found.removeSubrange(notes.lowerBound...) }
        let split = notes.first { source.found[$0].number != 1 } ?? notes.upperBound
        let before = output.count
        output.tag(field.number, .lengthDelimited)
        let start = output.begin()
        for index in notes.lowerBound..<split { copy(source.found[index], type.fields[0], false) }
        let keyEnd = output.count
        if split < notes.upperBound {
            let content = pool.selectable(in: type.fields[1])
            try singular(type.fields[1], content, split..<notes.upperBound, nodes, false)
        }
        // An absent value is an empty one, in which nothing is left out.
        if output.count > keyEnd || (split == notes.upperBound && hasParts(type.fields[1])) {
            output.end(start)
        } else {
            output.bytes.removeSubrange(before...)
        }
    }

    private func hasParts(_ field: FieldType) -> Bool {
        switch pool.selectable(in: field) {
        case .message, .any, .dynamic(.structure, _), .dynamic(.list, _): true
        case .nothing, .map, .list, .dynamic, .undescribed: false
        }
    }

    /// The key of an entry as JSON says it.
    private mutating func name(
        ofEntry place: Int, _ kind: FieldKind, _ range: Range<Int>
    ) throws(TranscodingFault) -> [UInt8] {
        let notes = try source.note(place, pool.messages[place], range)
        defer { source.found.removeSubrange(notes.lowerBound...) }
        let key = source.found[notes].last { $0.number == 1 }?.range ?? 0..<0
        switch MapKey(kind, source.input, key) {
        case .text(let range): return Array(source.input[range])
        case .number(let value) where kind == .bool: return Array((value == 0 ? "false" : "true").utf8)
        case .number(let value): return Array(String(value).utf8)
        case .unsigned(let value): return Array(String(value).utf8)
        }
    }
}
