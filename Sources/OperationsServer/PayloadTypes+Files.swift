#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import OperationsCore
import OperationsWire
import ProtoJSON

extension PayloadTypes {
    /// The types of the sets that a configuration names, beside those that are built in.
    convenience init(
        files: [String], unknown: Unknown, metadataType: @escaping @Sendable (OperationName) -> String?
    ) throws(ServerStartError) {
        var sources: [DescriptorSource] = []
        for file in files {
            guard let content = FileManager.default.contents(atPath: file) else {
                throw ServerStartError("The descriptor set '\(file)' cannot be read.")
            }
            sources.append(DescriptorSource(origin: file, bytes: [UInt8](content)))
        }
        do throws(DescriptorFault) {
            try self.init(sources, unknown: unknown, metadataType: metadataType)
        } catch {
            throw ServerStartError("The descriptors cannot be used. \(error)")
        }
    }
}
