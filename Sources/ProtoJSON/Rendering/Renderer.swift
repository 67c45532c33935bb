/// Writes the JSON of one message straight from its bytes.
///
/// Protobuf lets the fields of a message come in any order and more than once, JSON does not. So each message is gone
/// through twice: first only to note where its fields stand, then to write them by number. The notes of all messages
/// that are open share one list, so that nothing is allocated for the ordinary message.
struct Renderer {
    let pool: DescriptorPool
    let options: TranscodingOptions
    var output = JSONOutput()
    var found: [Occurrence] = []
    var depth = 0
    /// The bytes that ranges mean; for a while others, when a message in pieces has been put together.
    var input: [UInt8]
    /// What has been met on the way.
    var findings = Transcoder.Inspection()
    /// The most bytes that are written: names of enums can be far longer than the numbers they stand for.
    private let mostOutput: Int

    init(_ pool: DescriptorPool, _ options: TranscodingOptions, _ input: [UInt8]) {
        self.pool = pool
        self.options = options
        self.input = input
        mostOutput = min(1_048_576 + 16 * input.count, 67_108_864)
        output.bytes.reserveCapacity(input.count * 2 + 64)
        found.reserveCapacity(32)
    }

    mutating func message(_ place: Int, _ range: Range<Int>) throws(TranscodingFault) {
        let type = pool.messages[place]
        if let form = type.form { return try wellKnown(form, place, range) }
        output.byte(UInt8(ascii: "{"))
        try members(place, range, isFirst: true)
        output.byte(UInt8(ascii: "}"))
    }

    /// Writes the fields of a message without the braces.
    mutating func members(_ place: Int, _ range: Range<Int>, isFirst: Bool) throws(TranscodingFault) {
        try enter()
        let type = pool.messages[place]
        let notes = try note(place, type, range)
        var isFirst = isFirst
        var next = notes.lowerBound
        while next < notes.upperBound {
            let first = next
            let number = found[first].number
            while next < notes.upperBound, found[next].number == number { next += 1 }
            let field = field(found[first], type)
            let wasWritten = try member(field, first..<next, isFirst: isFirst)
            if wasWritten { isFirst = false }
        }
        leave(notes)
    }

    mutating func enter() throws(TranscodingFault) {
        depth += 1
        guard depth <= TranscodingOptions.maxDepth else {
            findings.isTooDeep = true
            throw TranscodingFault(problem: "Messages stand in each other at most \(TranscodingOptions.maxDepth) deep.")
        }
    }

    func checkSize() throws(TranscodingFault) {
        guard output.bytes.count <= mostOutput else {
            throw TranscodingFault(problem: "As JSON it would be too large.")
        }
    }

    /// Ends what ``enter()`` began, and drops its notes.
    mutating func leave(_ notes: Range<Int>) {
        found.removeSubrange(notes.lowerBound...)
        depth -= 1
    }

    func field(_ occurrence: Occurrence, _ type: MessageType) -> FieldType {
        occurrence.place >= 0 ? type.fields[Int(occurrence.place)] : pool.extensions[Int(~occurrence.place)]
    }

    /// - Returns: false when there is nothing to write.
    private mutating func member(
        _ field: FieldType, _ occurrences: Range<Int>, isFirst: Bool
    ) throws(TranscodingFault) -> Bool {
        let before = output.bytes.count
        if case .singular = field.shape, !field.hasPresence, isDefault(field.kind, found[occurrences.upperBound - 1]) {
            return false
        }
        if !isFirst { output.byte(UInt8(ascii: ",")) }
        output.text(field.jsonKey)
        let wasWritten: Bool
        switch field.shape {
        case .singular:
            try singular(field.kind, occurrences)
            wasWritten = true
        case .repeated: wasWritten = try list(field.kind, occurrences)
        case .map: wasWritten = try map(field.kind, occurrences)
        }
        if !wasWritten { output.bytes.removeSubrange(before...) }
        return wasWritten
    }

    /// A field that occurs several times: the last counts, but messages are merged.
    mutating func singular(_ kind: FieldKind, _ occurrences: Range<Int>) throws(TranscodingFault) {
        guard kind.isMessage, occurrences.count > 1 else {
            return try value(kind, found[occurrences.upperBound - 1].range)
        }
        var whole: [UInt8] = []
        for occurrence in found[occurrences] { whole.append(contentsOf: input[occurrence.range]) }
        let outer = input
        input = whole
        try value(kind, 0..<whole.count)
        input = outer
    }

    /// - Returns: false when it has no elements.
    mutating func list(_ kind: FieldKind, _ occurrences: Range<Int>) throws(TranscodingFault) -> Bool {
        output.byte(UInt8(ascii: "["))
        var isEmpty = true
        for index in occurrences {
            let occurrence = found[index]
            if occurrence.isPacked {
                try packed(kind, occurrence.range, &isEmpty)
            } else {
                if !isEmpty { output.byte(UInt8(ascii: ",")) }
                isEmpty = false
                try value(kind, occurrence.range)
            }
        }
        output.byte(UInt8(ascii: "]"))
        return !isEmpty
    }

    private mutating func packed(
        _ kind: FieldKind, _ range: Range<Int>, _ isEmpty: inout Bool
    ) throws(TranscodingFault) {
        var reader = WireReader(input, range)
        while !reader.isAtEnd {
            let start = reader.index
            guard reader.skipScalar(kind.wireType) else { throw Self.noMessage }
            let element = start..<reader.index
            guard isKnown(kind, element) else { continue }
            if !isEmpty { output.byte(UInt8(ascii: ",")) }
            isEmpty = false
            try value(kind, element)
        }
    }

    static let noMessage = TranscodingFault(problem: "The bytes are no message of their type.")
}
