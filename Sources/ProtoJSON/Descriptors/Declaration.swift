import SwiftProtobuf

/// Something a `.proto` file declares under a full name, with what holds where it stands.
struct Declaration {
    enum Subject: Equatable {
        case message(Google_Protobuf_DescriptorProto)
        case enumeration(Google_Protobuf_EnumDescriptorProto)
        case `extension`(Google_Protobuf_FieldDescriptorProto)
    }

    let fullName: String
    let subject: Subject
    let features: Features
    let place: Place

    /// Where a declaration stands, for messages about it.
    struct Place {
        let origin: String
        let file: String
        /// True in the set that the program brings with it, which wins over others.
        let isBuiltIn: Bool

        func fault(_ symbol: String, _ problem: String) -> DescriptorFault {
            DescriptorFault(origin: origin, file: file, symbol: symbol, problem: problem)
        }
    }
}

/// All that a list of descriptor sets declares.
struct Declarations {
    private(set) var all: [Declaration] = []
    private var indexes: [String: Int] = [:]
    private var nameBytes = 0

    subscript(fullName: String) -> Declaration? {
        indexes[fullName].map { all[$0] }
    }

    /// - Parameter sources: the first is built in: what it declares is not declared anew by the others.
    init(_ sources: [DescriptorSource]) throws(DescriptorFault) {
        for (number, source) in sources.enumerated() {
            let set = try Self.parse(source)
            for file in set.file {
                let place = Declaration.Place(origin: source.origin, file: file.name, isBuiltIn: number == 0)
                try add(file, place)
            }
        }
    }

    private static func parse(_ source: DescriptorSource) throws(DescriptorFault) -> Google_Protobuf_FileDescriptorSet {
        guard let set = try? Google_Protobuf_FileDescriptorSet(serializedBytes: source.bytes), !set.file.isEmpty else {
            throw DescriptorFault(
                origin: source.origin, file: "", symbol: "",
                problem: "This is no FileDescriptorSet; write one with "
                    + "'protoc --include_imports --descriptor_set_out=FILE' or 'buf build -o FILE'.")
        }
        return set
    }

    private mutating func add(
        _ file: Google_Protobuf_FileDescriptorProto, _ place: Declaration.Place
    ) throws(DescriptorFault) {
        for part in file.package.split(separator: ".", omittingEmptySubsequences: false) where !file.package.isEmpty {
            try Identifier.check(String(part), place)
        }
        guard let features = Features(file) else {
            throw place.fault(
                "",
                "Its syntax '\(file.syntax)', edition \(file.edition.rawValue), is not known here; "
                    + "proto2, proto3 and the editions 2023 and 2024 are.")
        }
        for message in file.messageType { try add(message, in: file.package, features, place) }
        for enumeration in file.enumType { try add(enumeration, in: file.package, features, place) }
        for field in file.extension { try add(field, in: file.package, features, place) }
    }

    private mutating func add(
        _ message: Google_Protobuf_DescriptorProto, in scope: String, _ outer: Features, _ place: Declaration.Place
    ) throws(DescriptorFault) {
        let features = outer.overridden(by: message.options.hasFeatures ? message.options.features : nil)
        let name = try join(scope, message.name, place)
        try declare(name, .message(message), features, place)
        for inner in message.nestedType { try add(inner, in: name, features, place) }
        for inner in message.enumType { try add(inner, in: name, features, place) }
        for inner in message.extension { try add(inner, in: name, features, place) }
    }

    private mutating func add(
        _ enumeration: Google_Protobuf_EnumDescriptorProto, in scope: String, _ outer: Features,
        _ place: Declaration.Place
    ) throws(DescriptorFault) {
        let features = outer.overridden(by: enumeration.options.hasFeatures ? enumeration.options.features : nil)
        try declare(join(scope, enumeration.name, place), .enumeration(enumeration), features, place)
    }

    private mutating func add(
        _ field: Google_Protobuf_FieldDescriptorProto, in scope: String, _ outer: Features, _ place: Declaration.Place
    ) throws(DescriptorFault) {
        try declare(join(scope, field.name, place), .extension(field), outer, place)
    }

    private mutating func declare(
        _ name: String, _ subject: Declaration.Subject, _ features: Features, _ place: Declaration.Place
    ) throws(DescriptorFault) {
        guard let index = indexes[name] else {
            indexes[name] = all.count
            all.append(Declaration(fullName: name, subject: subject, features: features, place: place))
            return
        }
        let earlier = all[index]
        guard earlier.place.isBuiltIn || earlier.subject == subject else {
            throw place.fault(
                name,
                "It is declared differently in \(earlier.place.origin) (\(earlier.place.file)); "
                    + "take one of them out, or make both from the same sources.")
        }
    }

    /// The full name; each is kept, so that long ones are bounded, and all together.
    private mutating func join(
        _ scope: String, _ name: String, _ place: Declaration.Place
    ) throws(DescriptorFault) -> String {
        try Identifier.check(name, place)
        let fullName = scope.isEmpty ? name : "\(scope).\(name)"
        nameBytes += fullName.utf8.count
        guard fullName.utf8.count <= Identifier.longestPath, nameBytes <= Identifier.mostBytes else {
            throw place.fault(
                String(fullName.prefix(80)),
                "Full names have at most \(Identifier.longestPath) bytes, and \(Identifier.mostBytes) together.")
        }
        return fullName
    }
}
