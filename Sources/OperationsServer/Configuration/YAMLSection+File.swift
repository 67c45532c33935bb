#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import Yams

/// The whole of a file.
extension YAMLSection {
    /// Nil when the file is empty.
    init?(file: String) throws(ServerStartError) {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw ServerStartError("The configuration file '\(file)' cannot be read.")
        }
        try self.init(text: text, file: file)
    }

    /// Nil when there is nothing in it.
    init?(text: String, file: String) throws(ServerStartError) {
        let node: Node?
        do {
            node = try compose(yaml: text)
        } catch {
            throw ServerStartError("The configuration file '\(file)' is not valid YAML: \(error)")
        }
        guard let node else { return nil }
        try self.init(node, path: "", file: file)
    }
}
