import ProtoJSON
import SwiftProtobuf

/// Finds the files of descriptor sets by name, by symbol and by extension, as server reflection asks for them.
struct DescriptorIndex: Sendable {
    /// Those of the first set, which is built in; services of others are not served here.
    let services: [String]
    private var files: [String: Google_Protobuf_FileDescriptorProto] = [:]
    private var fileOfSymbol: [String: String] = [:]
    private var fileOfExtension: [String: [Int32: String]] = [:]

    /// - Parameter sources: of a file that stands in several, the first counts.
    init(_ sources: [DescriptorSource]) {
        let sets = sources.map { source in
            (try? Google_Protobuf_FileDescriptorSet(serializedBytes: source.bytes))?.file ?? []
        }
        services = (sets.first ?? []).flatMap { file in file.service.map { "\(file.package).\($0.name)" } }.sorted()
        for file in sets.joined() where files[file.name] == nil {
            files[file.name] = file
            index(file)
        }
    }

    /// The file and all it imports, serialized, the file itself first; nil when there is none of that name.
    func closure(ofFile name: String) -> [[UInt8]]? {
        guard files[name] != nil else { return nil }
        var names = [name]
        var index = 0
        while index < names.count {
            for dependency in files[names[index]]?.dependency ?? [] where !names.contains(dependency) {
                names.append(dependency)
            }
            index += 1
        }
        return names.compactMap { name in
            files[name].flatMap { file -> [UInt8]? in try? file.serializedBytes() }
        }
    }

    func file(ofSymbol symbol: String) -> String? { fileOfSymbol[symbol] }

    func file(ofExtension number: Int32, of type: String) -> String? { fileOfExtension[type]?[number] }

    /// Nil when the type is not known.
    func extensionNumbers(of type: String) -> [Int32]? {
        guard fileOfSymbol[type] != nil else { return nil }
        return fileOfExtension[type].map { $0.keys.sorted() } ?? []
    }

    /// A symbol belongs to the first file that declares it.
    private mutating func note(_ symbol: String, in file: String) {
        if fileOfSymbol[symbol] == nil { fileOfSymbol[symbol] = file }
    }

    private mutating func index(_ file: Google_Protobuf_FileDescriptorProto) {
        let prefix = file.package.isEmpty ? "" : file.package + "."
        for message in file.messageType { index(message, prefix, file.name) }
        for symbol in file.enumType { note(prefix + symbol.name, in: file.name) }
        for service in file.service {
            note(prefix + service.name, in: file.name)
            for method in service.method { note("\(prefix)\(service.name).\(method.name)", in: file.name) }
        }
        for field in file.extension { index(extension: field, prefix, file.name) }
    }

    private mutating func index(_ message: Google_Protobuf_DescriptorProto, _ prefix: String, _ file: String) {
        let name = prefix + message.name
        note(name, in: file)
        for field in message.field { note("\(name).\(field.name)", in: file) }
        for nested in message.nestedType { index(nested, name + ".", file) }
        for symbol in message.enumType { note("\(name).\(symbol.name)", in: file) }
        for field in message.extension { index(extension: field, name + ".", file) }
    }

    private mutating func index(
        extension field: Google_Protobuf_FieldDescriptorProto, _ prefix: String, _ file: String
    ) {
        note(prefix + field.name, in: file)
        let extendee = field.extendee.hasPrefix(".") ? String(field.extendee.dropFirst()) : field.extendee
        fileOfExtension[extendee, default: [:]][field.number] = file
    }
}
