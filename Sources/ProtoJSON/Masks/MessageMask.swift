/// Writes the selected part of a message in binary.
///
/// Fields that come in pieces or several times are put together first, as they are for JSON, since what is selected can
/// depend on what the last of them says.
struct MessageMask {
    let pool: DescriptorPool
    let selection: FieldSelection
    /// Notes where the fields of a message stand, and holds the bytes.
    var source: Renderer
    var output = WireWriter()

    init(_ pool: DescriptorPool, _ selection: FieldSelection, _ bytes: [UInt8]) {
        self.pool = pool
        self.selection = selection
        source = Renderer(pool, TranscodingOptions(), bytes)
    }

    mutating func whole(_ place: Int) throws(TranscodingFault) -> [UInt8] {
        let all = 0..<source.input.count
        guard try content(pool.selectable(in: .message(place)), all, [0]) else { return source.input }
        return output.bytes
    }

    /// Writes what is selected of a message, without its length.
    ///
    /// - Returns: false when that is nothing, so that the message is to be left out.
    mutating func content(_ content: Selectable, _ range: Range<Int>, _ nodes: [Int]) throws(TranscodingFault) -> Bool {
        switch content {
        case .message(let place):
            try message(place, range) { (mask, field, fieldPlace) in
                mask.selection.focus(nodes, on: field, at: fieldPlace, of: mask.pool.messages[place])
            }
            return true
        case .any(let place):
            try any(place, range, nodes)
            return true
        case .dynamic(.value, let place): return try dynamicValue(place, range, nodes)
        case .dynamic(_, let place):
            // The one field of a Struct or a ListValue stands for it.
            try message(place, range) { _, _, _ in .parts(nodes) }
            return true
        case .nothing, .map, .list, .undescribed: return false
        }
    }

    /// Writes the fields of a message that are chosen.
    private mutating func message(
        _ place: Int, _ range: Range<Int>,
        _ focus: (MessageMask, FieldType, Int) -> FieldSelection.Focus?
    ) throws(TranscodingFault) {
        try source.enter()
        let type = pool.messages[place]
        let notes = try source.note(place, type, range)
        var next = notes.lowerBound
        while next < notes.upperBound {
            let first = next
            let number = source.found[first].number
            while next < notes.upperBound, source.found[next].number == number { next += 1 }
            let field = source.field(source.found[first], type)
            guard let focus = focus(self, field, Int(source.found[first].place)) else { continue }
            try write(field, first..<next, focus, isMessageSet: type.isMessageSet)
        }
        source.leave(notes)
    }

    private mutating func write(
        _ field: FieldType, _ occurrences: Range<Int>, _ focus: FieldSelection.Focus, isMessageSet: Bool
    ) throws(TranscodingFault) {
        guard case .parts(let nodes) = focus else {
            for index in occurrences { copy(source.found[index], field, isMessageSet) }
            return
        }
        switch pool.selectable(in: field) {
        case .map(let kind): try map(field, kind, occurrences, nodes)
        case .list(let kind):
            for index in occurrences {
                try element(field, pool.selectable(in: kind), source.found[index].range, nodes, isMessageSet)
            }
        case let single: try singular(field, single, occurrences, nodes, isMessageSet)
        }
    }

    mutating func singular(
        _ field: FieldType, _ content: Selectable, _ occurrences: Range<Int>, _ nodes: [Int], _ isMessageSet: Bool
    ) throws(TranscodingFault) {
        guard occurrences.count > 1, field.kind.isMessage else {
            return try element(field, content, source.found[occurrences.lowerBound].range, nodes, isMessageSet)
        }
        var whole: [UInt8] = []
        for occurrence in source.found[occurrences] { whole.append(contentsOf: source.input[occurrence.range]) }
        let outer = source.input
        source.input = whole
        try element(field, content, 0..<whole.count, nodes, isMessageSet)
        source.input = outer
    }

    private mutating func element(
        _ field: FieldType, _ content: Selectable, _ range: Range<Int>, _ nodes: [Int], _ isMessageSet: Bool
    ) throws(TranscodingFault) {
        let before = output.count
        let start = begin(field, isMessageSet)
        if try self.content(content, range, nodes) {
            end(field, start, isMessageSet)
        } else {
            output.bytes.removeSubrange(before...)
        }
    }
}
