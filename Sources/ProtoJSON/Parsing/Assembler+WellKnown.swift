extension Assembler {
    /// Reads the types whose JSON is not an object of their fields.
    mutating func wellKnown(
        _ form: WellKnownForm, _ place: Int, _ type: MessageType
    ) throws(TranscodingFault) {
        switch form {
        case .any: try any(place, type)
        case .timestamp: try moment(TimestampText.parse, "A time such as \"2024-05-06T07:08:09.5Z\" is expected.")
        case .duration: try moment(DurationText.parse, "A span of time such as \"1.5s\" is expected.")
        case .fieldMask: try fieldMask()
        case .structure:
            try content(of: type) { (assembler, field) throws(TranscodingFault) in try assembler.map(field) }
        case .list:
            try content(of: type) { (assembler, field) throws(TranscodingFault) in
                try assembler.list(field, isPacked: false)
            }
        case .wrapper: try wrapper(type)
        case .value: try dynamicValue(type)
        }
    }

    private mutating func content(
        of type: MessageType, _ read: (inout Assembler, FieldType) throws(TranscodingFault) -> Void
    ) throws(TranscodingFault) {
        guard let field = type.fields.first else { throw fault("\(type.fullName) is not described as it is known.") }
        try read(&self, field)
    }

    private mutating func moment(
        _ parse: (ArraySlice<UInt8>) -> (seconds: Int64, nanos: Int64)?, _ expectation: String
    ) throws(TranscodingFault) {
        guard cursor.next == UInt8(ascii: "\""), let (seconds, nanos) = parse(try string()) else {
            throw fault(expectation)
        }
        if seconds != 0 {
            output.tag(1, .varint)
            output.varint(UInt64(bitPattern: seconds))
        }
        if nanos != 0 {
            output.tag(2, .varint)
            output.varint(UInt64(bitPattern: nanos))
        }
    }

    private mutating func wrapper(_ type: MessageType) throws(TranscodingFault) {
        try content(of: type) { (assembler, field) throws(TranscodingFault) in
            if assembler.cursor.next == UInt8(ascii: "n") { throw assembler.fault("A value is expected, not null.") }
            let start = assembler.output.count
            assembler.output.tag(field.number, field.kind.wireType)
            let content = assembler.output.count
            try assembler.value(field.kind, field.number)
            if assembler.output.bytes[content...].allSatisfy({ $0 == 0 }) {
                assembler.output.bytes.removeSubrange(start...)
            }
        }
    }

    private mutating func fieldMask() throws(TranscodingFault) {
        guard cursor.next == UInt8(ascii: "\"") else { throw fault("Paths in one string are expected, as \"a,b.c\".") }
        let text = try string()
        guard !text.isEmpty else { return }
        for path in text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            guard let path = FieldMaskText.snakeCase(path) else {
                throw fault("A path of a field mask is in lowerCamelCase, as \"displayName\".")
            }
            output.tag(1, .lengthDelimited)
            output.content(path[...])
        }
    }

    /// A google.protobuf.Value: whatever JSON there is.
    private mutating func dynamicValue(_ type: MessageType) throws(TranscodingFault) {
        let number: UInt32 =
            switch cursor.next {
            case UInt8(ascii: "n"): 1
            case UInt8(ascii: "\""): 3
            case UInt8(ascii: "t"), UInt8(ascii: "f"): 4
            case UInt8(ascii: "{"): 5
            case UInt8(ascii: "["): 6
            default: 2
            }
        guard let place = type.place(ofNumber: number) else {
            throw fault("\(type.fullName) is not described as it is known.")
        }
        let field = type.fields[place]
        output.tag(number, field.kind.wireType)
        try value(field.kind, number)
    }
}
