extension Renderer {
    /// Writes one value from its bytes.
    mutating func value(_ kind: FieldKind, _ range: Range<Int>) throws(TranscodingFault) {
        try checkSize()
        switch kind {
        case .string:
            guard output.string(input, range) else { throw Self.noText }
        case .bytes:
            output.byte(UInt8(ascii: "\""))
            Base64.append(input[range], to: &output.bytes)
            output.byte(UInt8(ascii: "\""))
        case .message(let place), .group(let place): try message(place, range)
        case .enumeration(let place): enumeration(pool.enums[place], Int32(truncatingIfNeeded: raw(kind, range)))
        default: number(kind, raw(kind, range))
        }
    }

    /// What the value of a kind is that no bytes give.
    mutating func defaultValue(_ kind: FieldKind) throws(TranscodingFault) {
        switch kind {
        case .string, .bytes: output.text("\"\"")
        case .message, .group: try value(kind, 0..<0)
        case .enumeration(let place): enumeration(pool.enums[place], pool.enums[place].firstNumber)
        default: number(kind, 0)
        }
    }

    private mutating func enumeration(_ type: EnumType, _ number: Int32) {
        if type.isNull {
            output.text("null")
        } else if !options.enumsAsNumbers, let name = type.quotedName(of: number) {
            output.text(name)
        } else {
            output.number(Int64(number))
        }
    }

    /// - Parameter raw: the bits as the wire carries them.
    private mutating func number(_ kind: FieldKind, _ raw: UInt64) {
        switch kind {
        case .bool: output.flag(raw != 0)
        case .int32, .sfixed32: output.number(Int64(Int32(truncatingIfNeeded: raw)))
        case .sint32: output.number(Int64(Int32(truncatingIfNeeded: ZigZag.decode(raw & 0xFFFF_FFFF))))
        case .uint32, .fixed32: output.number(UInt64(UInt32(truncatingIfNeeded: raw)))
        case .int64, .sfixed64: output.quoted(number: Int64(bitPattern: raw))
        case .sint64: output.quoted(number: ZigZag.decode(raw))
        case .uint64, .fixed64: output.quoted(number: raw)
        case .float: output.floating(Float(bitPattern: UInt32(truncatingIfNeeded: raw)))
        case .double: output.floating(Double(bitPattern: raw))
        case .string, .bytes, .enumeration, .message, .group: break
        }
    }

    /// The bits of a number; 0 where bytes are missing, which ``WireReader`` has ruled out.
    func raw(_ kind: FieldKind, _ range: Range<Int>) -> UInt64 {
        var reader = WireReader(input, range)
        return switch kind.wireType {
        case .fixed32: UInt64(reader.fixed32() ?? 0)
        case .fixed64: reader.fixed64() ?? 0
        default: reader.varint() ?? 0
        }
    }

    /// True when a value is what an absent field would mean.
    func isDefault(_ kind: FieldKind, _ occurrence: Occurrence) -> Bool {
        switch kind.wireType {
        case .lengthDelimited, .startGroup, .endGroup: return occurrence.range.isEmpty
        case .fixed32, .fixed64: return raw(kind, occurrence.range) == 0
        case .varint:
            let raw = raw(kind, occurrence.range)
            switch kind {
            case .bool, .int64, .uint64, .sint64: return raw == 0
            default: return UInt32(truncatingIfNeeded: raw) == 0
            }
        }
    }

    /// False for a number that a closed enum does not declare: protobuf takes it for an unknown field.
    func isKnown(_ kind: FieldKind, _ range: Range<Int>) -> Bool {
        guard case .enumeration(let place) = kind, pool.enums[place].isClosed else { return true }
        return pool.enums[place].declares(Int32(truncatingIfNeeded: raw(kind, range)))
    }

    static let noText = TranscodingFault(problem: "A string is not UTF-8.")
}
