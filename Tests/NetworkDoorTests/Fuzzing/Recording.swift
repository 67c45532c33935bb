import Foundation
import Testing

/// What a real client has sent on one connection (see record.py).
struct Recording: CustomTestStringConvertible, Sendable {
    let name: String
    let bytes: [UInt8]

    var isHTTP2: Bool { bytes.starts(with: HTTP2Client.preface.utf8) }
    var testDescription: String { name }

    static let all: [Recording] = {
        let folder = Bundle.module.resourceURL?.appendingPathComponent("Recordings")
        let files = folder.flatMap {
            try? FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil)
        }
        return (files ?? []).sorted { $0.path < $1.path }.compactMap { file in
            guard let data = try? Data(contentsOf: file) else { return nil }
            return Recording(name: file.deletingPathExtension().lastPathComponent, bytes: Array(data))
        }
    }()
}
