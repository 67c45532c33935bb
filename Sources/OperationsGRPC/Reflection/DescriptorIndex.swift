import OperationsAPI
import SwiftProtobuf

/// Finds the files of our descriptors by name, by symbol and by extension, as server reflection asks for them.
struct DescriptorIndex: Sendable {
    /// Built from the descriptors of everything under `protos/`.
    static let shared = DescriptorIndex()

    let services: [String]
    private var files: [String: Google_Protobuf_FileDescriptorProto] = [:]
    private var fileOfSymbol: [String: String] = [:]
    private var fileOfExtension: [String: [Int32: String]] = [:]

    private init() {
        let set = (try? Google_Protobuf_FileDescriptorSet(serializedBytes: EmbeddedDescriptors.serializedBytes))
        var services: [String] = []
        for file in set?.file ?? [] {
            files[file.name] = file
            for service in file.service {
                services.append("\(file.package).\(service.name)")
            }
        }
        self.services = services.sorted()
        for file in files.values { index(file) }
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

    private mutating func index(_ file: Google_Protobuf_FileDescriptorProto) {
        let prefix = file.package.isEmpty ? "" : file.package + "."
        for message in file.messageType { index(message, prefix, file.name) }
        for symbol in file.enumType { fileOfSymbol[prefix + symbol.name] = file.name }
        for service in file.service {
            fileOfSymbol[prefix + service.name] = file.name
            for method in service.method { fileOfSymbol["\(prefix)\(service.name).\(method.name)"] = file.name }
        }
        for field in file.extension { index(extension: field, prefix, file.name) }
    }

    private mutating func index(_ message: Google_Protobuf_DescriptorProto, _ prefix: String, _ file: String) {
        let name = prefix + message.name
        fileOfSymbol[name] = file
        for field in message.field { fileOfSymbol["\(name).\(field.name)"] = file }
        for nested in message.nestedType { index(nested, name + ".", file) }
        for symbol in message.enumType { fileOfSymbol["\(name).\(symbol.name)"] = file }
        for field in message.extension { index(extension: field, name + ".", file) }
    }

    private mutating func index(
        extension field: Google_Protobuf_FieldDescriptorProto, _ prefix: String, _ file: String
    ) {
        fileOfSymbol[prefix + field.name] = file
        let extendee = field.extendee.hasPrefix(".") ? String(field.extendee.dropFirst()) : field.extendee
        fileOfExtension[extendee, default: [:]][field.number] = file
    }
}
