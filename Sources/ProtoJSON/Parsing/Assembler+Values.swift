extension Assembler {
    /// Reads one value and writes it, without a tag before it.
    ///
    /// - Parameter number: of its field, for the end of a group.
    mutating func value(_ kind: FieldKind, _ number: UInt32) throws(TranscodingFault) {
        switch kind {
        case .string: output.content(try text())
        case .bytes: try base64()
        case .bool: output.varint(try flag() ? 1 : 0)
        case .enumeration(let place): try enumeration(pool.enums[place])
        case .message(let place):
            let start = output.begin()
            try message(place)
            output.end(start)
        case .group(let place):
            try message(place)
            output.tag(number, .endGroup)
        case .float: output.fixed32(try floating(Float.self).bitPattern)
        case .double: output.fixed64(try floating(Double.self).bitPattern)
        default: try integer(kind)
        }
    }

    private mutating func text() throws(TranscodingFault) -> ArraySlice<UInt8> {
        guard cursor.next == UInt8(ascii: "\"") else { throw fault("A string is expected.") }
        return try string()
    }

    private mutating func base64() throws(TranscodingFault) {
        let text = try text()
        let start = output.begin()
        guard Base64.decode(text, to: &output.bytes) else { throw fault("A string in base64 is expected.") }
        output.end(start)
    }

    private mutating func flag() throws(TranscodingFault) -> Bool {
        if cursor.literal("true") { return true }
        if cursor.literal("false") { return false }
        throw fault("true or false is expected, without quotes.")
    }

    private mutating func enumeration(_ type: EnumType) throws(TranscodingFault) {
        if type.isNull, cursor.literal("null") { return output.varint(0) }
        let isName = cursor.next == UInt8(ascii: "\"")
        let text = try numberText()
        if isName, let number = type.number(ofName: text) { return enumeration(number) }
        guard let number = Self.int32(text), !(type.isClosed || type.isNull) || type.declares(number) else {
            let given = String(decoding: text.prefix(64), as: UTF8.self)
            throw fault("\(type.fullName) has no value '\(given)'; names are in upper case as in its definition.")
        }
        enumeration(number)
    }

    private mutating func enumeration(_ number: Int32) {
        output.varint(UInt64(bitPattern: Int64(number)))
    }

    private static func int32(_ text: ArraySlice<UInt8>) -> Int32? {
        guard let (isNegative, magnitude) = NumberText.integer(text) else { return nil }
        return signed(isNegative, magnitude).flatMap { Int32(exactly: $0) }
    }

    /// The text of a number, which may stand in quotes.
    private mutating func numberText() throws(TranscodingFault) -> ArraySlice<UInt8> {
        if cursor.next == UInt8(ascii: "\"") { return try string() }
        do throws(JSONCursor.Fault) {
            return try cursor.number()
        } catch {
            throw fault("A number is expected.")
        }
    }

    private mutating func integer(_ kind: FieldKind) throws(TranscodingFault) {
        let text = try numberText()
        guard let (isNegative, magnitude) = NumberText.integer(text),
            write(kind, isNegative, magnitude)
        else { throw fault("A whole number is expected, \(Self.range(of: kind)).") }
    }

    /// - Returns: false when the number is beyond what its kind holds.
    mutating func write(_ kind: FieldKind, _ isNegative: Bool, _ magnitude: UInt64) -> Bool {
        switch kind {
        case .uint64, .fixed64:
            guard !isNegative || magnitude == 0 else { return false }
            kind == .uint64 ? output.varint(magnitude) : output.fixed64(magnitude)
        case .uint32, .fixed32:
            guard !isNegative || magnitude == 0, let value = UInt32(exactly: magnitude) else { return false }
            kind == .uint32 ? output.varint(UInt64(value)) : output.fixed32(value)
        default:
            guard let value = Self.signed(isNegative, magnitude) else { return false }
            switch kind {
            case .int64: output.varint(UInt64(bitPattern: value))
            case .sint64: output.varint(ZigZag.encode(value))
            case .sfixed64: output.fixed64(UInt64(bitPattern: value))
            default:
                guard let value = Int32(exactly: value) else { return false }
                switch kind {
                case .sint32: output.varint(ZigZag.encode(Int64(value)))
                case .sfixed32: output.fixed32(UInt32(bitPattern: value))
                default: output.varint(UInt64(bitPattern: Int64(value)))
                }
            }
        }
        return true
    }

    private static func signed(_ isNegative: Bool, _ magnitude: UInt64) -> Int64? {
        guard isNegative else { return Int64(exactly: magnitude) }
        guard magnitude <= Int64.min.magnitude else { return nil }
        return Int64(truncatingIfNeeded: 0 &- magnitude)
    }

    private static func range(of kind: FieldKind) -> String {
        switch kind {
        case .uint32, .fixed32: "0 to \(UInt32.max)"
        case .uint64, .fixed64: "0 to \(UInt64.max)"
        case .int64, .sint64, .sfixed64: "\(Int64.min) to \(Int64.max)"
        default: "\(Int32.min) to \(Int32.max)"
        }
    }

    /// A float or a double; `NaN`, `Infinity` and `-Infinity` in quotes.
    mutating func floating<Number: BinaryFloatingPoint & LosslessStringConvertible>(
        _ type: Number.Type
    ) throws(TranscodingFault) -> Number {
        let isQuoted = cursor.next == UInt8(ascii: "\"")
        let text = try numberText()
        if NumberText.isNumber(text) {
            guard let value = Number(String(decoding: text, as: UTF8.self)), value.isFinite else {
                throw fault("The number is beyond what the field holds.")
            }
            return value
        }
        switch String(decoding: text, as: UTF8.self) {
        case "NaN" where isQuoted: return .nan
        case "Infinity" where isQuoted: return .infinity
        case "-Infinity" where isQuoted: return -.infinity
        default: throw fault("A number is expected.")
        }
    }
}
