#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import OperationsWire
import ProtoJSON

/// The message types that a user describes, so that payloads are read and shown as JSON.
enum DescribedTypes {
    /// Makes the types of these files known, or of those that `LONGRUN_DESCRIPTORS` lists with colons between them.
    static func load(_ files: [String]) throws(CommandFailure) {
        let listed = ProcessInfo.processInfo.environment["LONGRUN_DESCRIPTORS"]?.split(separator: ":").map(String.init)
        var sources: [DescriptorSource] = []
        for file in files.isEmpty ? listed ?? [] : files {
            guard let content = FileManager.default.contents(atPath: file) else {
                throw CommandFailure(.usage, "The descriptor set '\(file)' cannot be read.")
            }
            sources.append(DescriptorSource(origin: file, bytes: [UInt8](content)))
        }
        do throws(DescriptorFault) {
            if !sources.isEmpty { try PayloadTypes.shared.replace(sources) }
        } catch {
            throw CommandFailure(.usage, "The descriptors cannot be used. \(error)")
        }
    }
}
