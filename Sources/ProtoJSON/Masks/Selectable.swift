/// What can be selected within a value.
enum Selectable {
    /// A scalar, or a message whose JSON is one.
    case nothing
    case message(Int)
    case any(Int)
    /// The content of a Struct, a Value or a ListValue: whatever JSON it is.
    case dynamic(WellKnownForm, Int)
    /// JSON of a type that is not described; its objects keep their `@type`.
    case undescribed
    case map(FieldKind)
    case list(FieldKind)
}

extension DescriptorPool {
    func selectable(in field: FieldType) -> Selectable {
        switch field.shape {
        case .singular: selectable(in: field.kind)
        case .repeated: .list(field.kind)
        case .map: mapValue(of: field).map { .map($0.kind) } ?? .nothing
        }
    }

    func selectable(in kind: FieldKind) -> Selectable {
        switch kind {
        case .message(let place), .group(let place):
            switch messages[place].form {
            case nil: .message(place)
            case .any: .any(place)
            case .structure: .dynamic(.structure, place)
            case .value: .dynamic(.value, place)
            case .list: .dynamic(.list, place)
            case .timestamp, .duration, .fieldMask, .wrapper: .nothing
            }
        default: .nothing
        }
    }

    /// The field of a map's entries that holds their values.
    func mapValue(of field: FieldType) -> FieldType? {
        guard let entry = message(of: field.kind), entry.fields.count == 2 else { return nil }
        return entry.fields[1]
    }

    /// The field of a message that a name means, and its place; the complement of its place for an extension.
    func field(named name: ArraySlice<UInt8>, of message: Int) -> (field: FieldType, place: Int)? {
        let type = messages[message]
        if let place = type.place(ofName: name) { return (type.fields[place], place) }
        guard name.first == UInt8(ascii: "["),
            let place = place(ofExtension: String(decoding: name, as: UTF8.self), of: message)
        else { return nil }
        return (extensions[place], ~place)
    }
}
