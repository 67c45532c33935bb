/// Writes JSON Schemas.
struct SchemaWriter {
    private let pool: DescriptorPool
    private let options: SchemaOptions
    private(set) var output = JSONOutput()

    init(_ pool: DescriptorPool, _ options: SchemaOptions) {
        self.pool = pool
        self.options = options
    }

    mutating func components(_ components: [(name: String, component: SchemaComponent)]) {
        output.byte(UInt8(ascii: "{"))
        for (index, (name, component)) in components.enumerated() {
            if index > 0 { output.byte(UInt8(ascii: ",")) }
            output.quoted(name)
            output.byte(UInt8(ascii: ":"))
            switch component {
            case .message(let place): message(place)
            case .enumeration(let place): enumeration(pool.enums[place])
            }
        }
        output.byte(UInt8(ascii: "}"))
    }

    /// Writes the schema of all that a field holds.
    ///
    /// - Parameter isInline: then enums are written where they are used, not referred to.
    mutating func field(_ field: FieldType, isInline: Bool = false) {
        switch field.shape {
        case .singular: value(field.kind, isInline: isInline)
        case .repeated:
            output.text(#"{"type":"array","items":"#)
            value(field.kind, isInline: isInline)
            output.byte(UInt8(ascii: "}"))
        case .map:
            output.text(#"{"type":"object","additionalProperties":"#)
            value(pool.valueKind(of: field), isInline: isInline)
            keys(pool.message(of: field.kind)?.fields.first?.kind)
            output.byte(UInt8(ascii: "}"))
        }
    }

    /// Says which names the members of a map have.
    private mutating func keys(_ kind: FieldKind?) {
        switch kind {
        case nil, .string: break
        case .bool: output.text(#","propertyNames":{"enum":["false","true"]}"#)
        case .uint32, .uint64, .fixed32, .fixed64: output.text(#","propertyNames":{"pattern":"^[0-9]+$"}"#)
        default: output.text(#","propertyNames":{"pattern":"^-?[0-9]+$"}"#)
        }
    }

    private mutating func value(_ kind: FieldKind, isInline: Bool) {
        if !isInline, let component = pool.component(for: kind) {
            output.text(##"{"$ref":"#/components/schemas/"##)
            output.text(pool.name(of: component).utf8)
            return output.text(#""}"#)
        }
        switch kind {
        case .message(let place), .group(let place): message(place)
        case .enumeration(let place): enumeration(pool.enums[place])
        default: scalar(kind)
        }
    }

    private mutating func message(_ place: Int) {
        let type = pool.messages[place]
        if let form = type.form { return wellKnown(form, type) }
        output.text(#"{"type":"object","properties":{"#)
        for (index, field) in pool.allFields(of: place).enumerated() {
            if index > 0 { output.byte(UInt8(ascii: ",")) }
            output.text(field.jsonKey)
            self.field(field)
        }
        output.text(#"},"additionalProperties":false}"#)
    }

    private mutating func wellKnown(_ form: WellKnownForm, _ type: MessageType) {
        switch form {
        // `{}` is an Any that is not set; any other object says what it is.
        case .any:
            output.text(
                #"{"type":"object","properties":{"@type":{"type":"string"}},"additionalProperties":true,"#)
            output.text(#""if":{"minProperties":1},"then":{"required":["@type"]}}"#)
        case .timestamp: output.text(#"{"type":"string","format":"date-time"}"#)
        case .duration: output.text(#"{"type":"string","pattern":"^-?\\d+(\\.\\d{1,9})?s$"}"#)
        case .fieldMask: output.text(#"{"type":"string"}"#)
        case .structure: output.text(#"{"type":"object","additionalProperties":true}"#)
        case .value: output.text("{}")
        case .list: output.text(#"{"type":"array","items":{}}"#)
        case .wrapper: if let field = type.fields.first { self.field(field) } else { output.text("{}") }
        }
    }

    private mutating func enumeration(_ type: EnumType) {
        if type.isNull { return output.text(#"{"type":"null"}"#) }
        if options.acceptsEnumNumbers { output.text(#"{"anyOf":["#) }
        output.text(#"{"type":"string","enum":["#)
        for (index, name) in type.names.enumerated() {
            if index > 0 { output.byte(UInt8(ascii: ",")) }
            _ = output.string(name, 0..<name.count)
        }
        output.text("]}")
        if options.acceptsEnumNumbers { output.text(#",{"type":"integer","format":"int32"}]}"#) }
    }

    private mutating func scalar(_ kind: FieldKind) {
        switch kind {
        case .bool: output.text(#"{"type":"boolean"}"#)
        case .string: output.text(#"{"type":"string"}"#)
        case .bytes: output.text(#"{"type":"string","format":"byte"}"#)
        case .int32, .sint32, .sfixed32:
            output.text(#"{"type":"integer","format":"int32","minimum":-2147483648,"maximum":2147483647}"#)
        case .uint32, .fixed32:
            output.text(#"{"type":"integer","format":"uint32","minimum":0,"maximum":4294967295}"#)
        case .int64, .sint64, .sfixed64: output.text(#"{"type":"string","format":"int64","pattern":"^-?[0-9]+$"}"#)
        case .uint64, .fixed64: output.text(#"{"type":"string","format":"uint64","pattern":"^[0-9]+$"}"#)
        case .float: number("float")
        case .double: number("double")
        case .enumeration, .message, .group: output.text("{}")
        }
    }

    private mutating func number(_ format: StaticString) {
        output.text(#"{"anyOf":[{"type":"number","format":""#)
        output.text(format)
        output.text(#""},{"type":"string","enum":["NaN","Infinity","-Infinity"]}]}"#)
    }
}
