import SwiftProtobuf

/// Makes the fields of one message, or one extension.
struct FieldLinker {
    private let declaration: Declaration
    private let declarations: Declarations
    private let places: [String: Int]

    init(_ declaration: Declaration, _ declarations: Declarations, _ places: [String: Int]) {
        self.declaration = declaration
        self.declarations = declarations
        self.places = places
    }

    func link(
        _ field: Google_Protobuf_FieldDescriptorProto, of message: Google_Protobuf_DescriptorProto
    ) throws(DescriptorFault) -> FieldType {
        try Identifier.check(field.name, declaration.place, of: declaration.fullName)
        let isInOneof = field.hasOneofIndex
        guard !isInOneof || message.oneofDecl.indices.contains(Int(field.oneofIndex)) else {
            throw fault(field, "It belongs to oneof \(field.oneofIndex), which its message has not.")
        }
        return try link(
            field, name: field.name, jsonName: field.hasJsonName ? field.jsonName : Self.jsonName(of: field.name),
            isInMapEntry: message.options.mapEntry, isAlwaysPresent: isInOneof,
            oneof: isInOneof && !field.proto3Optional ? Int(field.oneofIndex) : nil)
    }

    func link(extension field: Google_Protobuf_FieldDescriptorProto) throws(DescriptorFault) -> FieldType {
        try link(
            field, name: declaration.fullName, jsonName: "[\(declaration.fullName)]", isInMapEntry: false,
            isAlwaysPresent: true, oneof: nil)
    }

    private func link(
        _ field: Google_Protobuf_FieldDescriptorProto, name: String, jsonName: String, isInMapEntry: Bool,
        isAlwaysPresent: Bool, oneof: Int?
    ) throws(DescriptorFault) -> FieldType {
        let features = declaration.features.overridden(by: field.options.hasFeatures ? field.options.features : nil)
        guard let number = UInt32(exactly: field.number), (1...Tag.maxNumber).contains(number) else {
            throw fault(field, "Its number \(field.number) is not between 1 and \(Tag.maxNumber).")
        }
        let entry = mapEntry(of: field)
        let kind = try kind(of: field, isDelimited: features.isDelimited && entry == nil && !isInMapEntry)
        let shape = try shape(of: field, kind, features, entry)
        return FieldType(
            number: number, name: name, jsonName: jsonName, jsonKey: Self.jsonKey(jsonName), kind: kind, shape: shape,
            hasPresence: isAlwaysPresent || features.hasPresence || kind.isMessage, oneof: oneof)
    }

    private func mapEntry(of field: Google_Protobuf_FieldDescriptorProto) -> Google_Protobuf_DescriptorProto? {
        guard field.label == .repeated, field.type == .message,
            case .message(let entry) = declarations[Self.fullName(field.typeName)]?.subject, entry.options.mapEntry
        else { return nil }
        return entry
    }

    private func shape(
        of field: Google_Protobuf_FieldDescriptorProto, _ kind: FieldKind, _ features: Features,
        _ entry: Google_Protobuf_DescriptorProto?
    ) throws(DescriptorFault) -> FieldType.Shape {
        guard field.label == .repeated else { return .singular }
        if let entry {
            guard entry.field.map(\.number).sorted() == [1, 2], entry.field.allSatisfy({ $0.label != .repeated }),
                entry.field.first(where: { $0.number == 1 })?.type.isMapKey == true
            else { throw fault(field, "The entry of a map has a key (1) and a value (2).") }
            return .map
        }
        guard kind.isPackable else { return .repeated(isPacked: false) }
        return .repeated(isPacked: field.options.hasPacked ? field.options.packed : features.isPacked)
    }

    private func kind(
        of field: Google_Protobuf_FieldDescriptorProto, isDelimited: Bool
    ) throws(DescriptorFault) -> FieldKind {
        switch field.type {
        case .double: .double
        case .float: .float
        case .int32: .int32
        case .int64: .int64
        case .uint32: .uint32
        case .uint64: .uint64
        case .sint32: .sint32
        case .sint64: .sint64
        case .fixed32: .fixed32
        case .fixed64: .fixed64
        case .sfixed32: .sfixed32
        case .sfixed64: .sfixed64
        case .bool: .bool
        case .string: .string
        case .bytes: .bytes
        case .enum: .enumeration(try place(of: field, isMessage: false))
        case .group: .group(try place(of: field, isMessage: true))
        case .message:
            isDelimited
                ? .group(try place(of: field, isMessage: true)) : .message(try place(of: field, isMessage: true))
        }
    }

    private func place(
        of field: Google_Protobuf_FieldDescriptorProto, isMessage: Bool
    ) throws(DescriptorFault) -> Int {
        let name = Self.fullName(field.typeName)
        switch (declarations[name]?.subject, isMessage) {
        case (.message, true), (.enumeration, false):
            if let place = places[name] { return place }
        case (nil, _):
            throw fault(field, "It refers to \(name), which is in none of the sets; add --include_imports.")
        default: break
        }
        throw fault(field, "It refers to \(name) as \(isMessage ? "a message" : "an enum"), which it is not.")
    }

    private func fault(_ field: Google_Protobuf_FieldDescriptorProto, _ problem: String) -> DescriptorFault {
        let isExtension = !field.extendee.isEmpty
        let symbol = isExtension ? declaration.fullName : "\(declaration.fullName).\(field.name)"
        return declaration.place.fault(symbol, problem)
    }

    /// Descriptors write a full name with a dot before it.
    static func fullName(_ typeName: String) -> String {
        typeName.hasPrefix(".") ? String(typeName.dropFirst()) : typeName
    }

    /// What protoc makes of a name: without its underscores, and upper case what followed one.
    static func jsonName(of name: String) -> String {
        var result = ""
        var isAfterUnderscore = false
        for character in name.unicodeScalars {
            if character == "_" {
                isAfterUnderscore = true
            } else {
                result += isAfterUnderscore ? String(character).uppercased() : String(character)
                isAfterUnderscore = false
            }
        }
        return result
    }

    private static func jsonKey(_ name: String) -> [UInt8] {
        var output = JSONOutput()
        output.string(name)
        output.byte(UInt8(ascii: ":"))
        return output.bytes
    }
}

extension FieldKind {
    var isMessage: Bool {
        switch self {
        case .message, .group: true
        default: false
        }
    }
}

extension Google_Protobuf_FieldDescriptorProto.TypeEnum {
    fileprivate var isMapKey: Bool {
        switch self {
        case .double, .float, .bytes, .enum, .message, .group: false
        default: true
        }
    }
}
