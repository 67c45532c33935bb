import SwiftProtobuf

/// The message types that can be transcoded, linked with each other.
///
///     let pool = try DescriptorPool([builtIn, DescriptorSource(origin: "shop.binpb", bytes: bytes)])
///     let transcoder = Transcoder(pool)
///
/// A pool never changes; who adds a set makes a new one.
public final class DescriptorPool: Sendable {
    /// What it was linked from.
    public let sources: [DescriptorSource]
    /// The kinds of fields name messages and enums by their places in these.
    let messages: [MessageType]
    let enums: [EnumType]
    let extensions: [FieldType]
    private let messagePlaces: [String: Int]
    private let extensionsByName: [String: Extension]
    private let extensionsByNumber: [Extension: Int]

    /// Names one extension of a message by its number.
    struct Extension: Hashable {
        let message: Int
        let number: UInt32
    }

    /// Links sets of descriptors.
    ///
    /// - Parameter sources: the first is built in: what it declares is not declared anew by the others. Among the
    ///   others the same declaration may stand in several.
    /// - Throws: that names the set, the file and the symbol, when a set is no such thing, declares something
    ///   differently than another one, or names a type that is in none of them.
    public init(_ sources: [DescriptorSource]) throws(DescriptorFault) {
        let linked = try Linker(sources)
        self.sources = sources
        messages = linked.messages
        enums = linked.enums
        extensions = linked.extensions.map(\.field)
        messagePlaces = linked.messagePlaces
        var byName: [String: Extension] = [:]
        var byNumber: [Extension: Int] = [:]
        for (place, found) in linked.extensions.enumerated() {
            let key = Extension(message: found.message, number: found.field.number)
            byName[found.field.jsonName] = key
            byNumber[key] = place
        }
        extensionsByName = byName
        extensionsByNumber = byNumber
    }

    /// Describes nothing.
    public static let empty = DescriptorPool()

    private init() {
        sources = []
        (messages, enums, extensions) = ([], [], [])
        (messagePlaces, extensionsByName, extensionsByNumber) = ([:], [:], [:])
    }

    /// The full names of all message types, in order; not of the entries of maps.
    public var messageNames: [String] { messagePlaces.keys.sorted() }

    /// The full names of the messages that one set declares, in order; none when it is no set.
    public static func messageNames(in source: DescriptorSource) -> [String] {
        guard let all = try? Declarations([source]).all else { return [] }
        return all.compactMap { declaration in
            guard case .message(let message) = declaration.subject, !message.options.mapEntry else { return nil }
            return declaration.fullName
        }.sorted()
    }

    /// - Parameter fullName: such as `google.protobuf.Struct`.
    public func describes(_ fullName: String) -> Bool {
        messagePlaces[fullName] != nil
    }

    /// The names of a message's fields as JSON writes them, in the order of their numbers; nil when it is not described.
    public func fieldNames(of fullName: String) -> [String]? {
        messagePlaces[fullName].map { messages[$0].fields.map(\.jsonName) }
    }

    func place(ofMessage fullName: String) -> Int? {
        messagePlaces[fullName]
    }

    /// - Throws: when the type is not described.
    func place(ofDescribed fullName: String) throws(TranscodingFault) -> Int {
        guard let place = messagePlaces[fullName] else {
            throw TranscodingFault(problem: "The type '\(fullName)' is not described here.")
        }
        return place
    }

    /// The message that a kind of field holds; nil for other kinds.
    func message(of kind: FieldKind) -> MessageType? {
        switch kind {
        case .message(let place), .group(let place): messages[place]
        default: nil
        }
    }

    func place(ofExtension number: UInt32, of message: Int) -> Int? {
        extensionsByNumber[Extension(message: message, number: number)]
    }

    /// The fields of a message by number, and after them its extensions.
    func allFields(of message: Int) -> [FieldType] {
        let own = extensionsByNumber.filter { $0.key.message == message }
        return messages[message].fields + own.sorted { $0.key.number < $1.key.number }.map { extensions[$0.value] }
    }

    /// - Parameter jsonName: the full name in brackets.
    func place(ofExtension jsonName: String, of message: Int) -> Int? {
        guard let key = extensionsByName[jsonName], key.message == message else { return nil }
        return extensionsByNumber[key]
    }
}
