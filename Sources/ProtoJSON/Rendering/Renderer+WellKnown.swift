extension Renderer {
    /// Writes the types whose JSON is not an object of their fields.
    mutating func wellKnown(_ form: WellKnownForm, _ place: Int, _ range: Range<Int>) throws(TranscodingFault) {
        switch form {
        case .any: try any(place, range)
        case .timestamp: try moment(range, TimestampText.append)
        case .duration: try moment(range, DurationText.append)
        case .fieldMask: try fieldMask(place, range)
        case .structure, .list: try container(form, place, range)
        case .value: try dynamicValue(place, range)
        case .wrapper: try wrapper(place, range)
        }
    }

    /// Timestamp and Duration: seconds (1) and nanoseconds (2).
    private mutating func moment(
        _ range: Range<Int>, _ append: (Int64, Int64, inout JSONOutput) -> Bool
    ) throws(TranscodingFault) {
        var seconds: Int64 = 0
        var nanos: Int64 = 0
        var reader = WireReader(input, range)
        while !reader.isAtEnd {
            guard let tag = reader.tag() else { throw Self.noMessage }
            if tag.wireType == .varint, tag.number <= 2 {
                guard let raw = reader.varint() else { throw Self.noMessage }
                if tag.number == 1 {
                    seconds = Int64(bitPattern: raw)
                } else {
                    nanos = Int64(Int32(truncatingIfNeeded: raw))
                }
            } else {
                guard reader.value(of: tag, depth: TranscodingOptions.maxDepth) != nil else { throw Self.noMessage }
            }
        }
        guard append(seconds, nanos, &output) else {
            throw TranscodingFault(problem: "A Timestamp or a Duration is beyond what JSON can say.")
        }
    }

    private mutating func wrapper(_ place: Int, _ range: Range<Int>) throws(TranscodingFault) {
        let type = pool.messages[place]
        let notes = try note(place, type, range)
        guard let field = type.fields.first else { throw Self.noMessage }
        if notes.isEmpty {
            try defaultValue(field.kind)
        } else {
            try value(field.kind, found[notes.upperBound - 1].range)
        }
        found.removeSubrange(notes.lowerBound...)
    }

    /// Struct and ListValue: their one field stands for them.
    private mutating func container(
        _ form: WellKnownForm, _ place: Int, _ range: Range<Int>
    ) throws(TranscodingFault) {
        try enter()
        let type = pool.messages[place]
        guard let field = type.fields.first else { throw Self.noMessage }
        let notes = try note(place, type, range)
        if form == .list {
            _ = try list(field.kind, notes)
        } else if notes.isEmpty {
            output.text("{}")
        } else {
            _ = try map(field.kind, notes)
        }
        leave(notes)
    }

    private mutating func dynamicValue(_ place: Int, _ range: Range<Int>) throws(TranscodingFault) {
        let type = pool.messages[place]
        let notes = try note(place, type, range)
        if let last = notes.last {
            let number = found[last].number
            let first = notes.first { found[$0].number == number } ?? last
            let kind = field(found[last], type).kind
            try refuseUnspeakable(kind, found[last].range)
            try singular(kind, first..<notes.upperBound)
        } else {
            output.text("null")
        }
        found.removeSubrange(notes.lowerBound...)
    }

    /// A Value has no form for a number that JSON does not have: as a string it would come back as one.
    private func refuseUnspeakable(_ kind: FieldKind, _ range: Range<Int>) throws(TranscodingFault) {
        guard kind == .double, !Double(bitPattern: raw(kind, range)).isFinite else { return }
        throw TranscodingFault(problem: "A google.protobuf.Value holds NaN or an infinity, which JSON has not.")
    }

    private mutating func fieldMask(_ place: Int, _ range: Range<Int>) throws(TranscodingFault) {
        let notes = try note(place, pool.messages[place], range)
        output.byte(UInt8(ascii: "\""))
        for index in notes {
            if index > notes.lowerBound { output.byte(UInt8(ascii: ",")) }
            guard FieldMaskText.append(input[found[index].range], to: &output) else {
                throw TranscodingFault(problem: "A FieldMask holds a path that JSON cannot say.")
            }
        }
        output.byte(UInt8(ascii: "\""))
        found.removeSubrange(notes.lowerBound...)
    }
}
