import SwiftProtobuf

/// Makes types out of declarations and resolves what they name.
struct Linker {
    private(set) var messages: [MessageType] = []
    private(set) var enums: [EnumType] = []
    private(set) var extensions: [(message: Int, field: FieldType)] = []
    private(set) var messagePlaces: [String: Int] = [:]
    private let declarations: Declarations
    private var places: [String: Int] = [:]
    private var takenExtensions: Set<DescriptorPool.Extension> = []

    init(_ sources: [DescriptorSource]) throws(DescriptorFault) {
        declarations = try Declarations(sources)
        givePlaces()
        for declaration in declarations.all { try link(declaration) }
    }

    /// Types may name each other in circles, so each gets its place before any is made.
    private mutating func givePlaces() {
        var messageCount = 0
        var enumCount = 0
        for declaration in declarations.all {
            switch declaration.subject {
            case .message(let message):
                places[declaration.fullName] = messageCount
                if !message.options.mapEntry { messagePlaces[declaration.fullName] = messageCount }
                messageCount += 1
            case .enumeration:
                places[declaration.fullName] = enumCount
                enumCount += 1
            case .extension: break
            }
        }
    }

    private mutating func link(_ declaration: Declaration) throws(DescriptorFault) {
        switch declaration.subject {
        case .message(let message): messages.append(try type(message, declaration))
        case .enumeration(let enumeration): enums.append(try type(enumeration, declaration))
        case .extension(let field):
            let extendee = try message(named: field.extendee, from: declaration.fullName, declaration.place)
            let made = try FieldLinker(declaration, declarations, places).link(extension: field)
            let key = DescriptorPool.Extension(message: extendee.place, number: made.number)
            guard takenExtensions.insert(key).inserted else {
                throw declaration.place.fault(
                    declaration.fullName, "Another extension of \(extendee.name) has the number \(made.number).")
            }
            extensions.append((extendee.place, made))
        }
    }

    private func message(
        named typeName: String, from symbol: String, _ origin: Declaration.Place
    ) throws(DescriptorFault) -> (name: String, place: Int) {
        let name = FieldLinker.fullName(typeName)
        guard case .message = declarations[name]?.subject, let place = places[name] else {
            throw origin.fault(symbol, "It extends \(name), which is in none of the sets; add --include_imports.")
        }
        return (name, place)
    }

    private func type(
        _ message: Google_Protobuf_DescriptorProto, _ declaration: Declaration
    ) throws(DescriptorFault) -> MessageType {
        let linker = FieldLinker(declaration, declarations, places)
        var fields: [FieldType] = []
        for field in message.field { fields.append(try linker.link(field, of: message)) }
        try refuseClashes(fields, declaration)
        fields.sort { $0.number < $1.number }
        for (field, next) in zip(fields, fields.dropFirst()) where field.number == next.number {
            throw declaration.place.fault(
                declaration.fullName, "The fields \(field.name) and \(next.name) have the same number.")
        }
        return MessageType(
            fullName: declaration.fullName, fields: fields, oneofs: message.oneofDecl.map(\.name),
            isMessageSet: message.options.messageSetWireFormat,
            form: WellKnownForm(fullName: declaration.fullName))
    }

    /// Each name, and each name in JSON, means one field.
    private func refuseClashes(_ fields: [FieldType], _ declaration: Declaration) throws(DescriptorFault) {
        var names: Set<String> = []
        var jsonNames: Set<String> = []
        for field in fields {
            guard names.insert(field.name).inserted, jsonNames.insert(field.jsonName).inserted,
                field.jsonName != "@type"
            else {
                throw declaration.place.fault(
                    "\(declaration.fullName).\(field.name)",
                    "Its name, or its name in JSON '\(field.jsonName.prefix(80))', is taken.")
            }
        }
    }

    private func type(
        _ enumeration: Google_Protobuf_EnumDescriptorProto, _ declaration: Declaration
    ) throws(DescriptorFault) -> EnumType {
        guard !enumeration.value.isEmpty else {
            throw declaration.place.fault(declaration.fullName, "An enum has at least one value.")
        }
        for value in enumeration.value {
            try Identifier.check(value.name, declaration.place, of: declaration.fullName)
        }
        return EnumType(
            fullName: declaration.fullName, isClosed: declaration.features.isClosedEnum,
            values: enumeration.value.map { ($0.name, $0.number) })
    }
}
