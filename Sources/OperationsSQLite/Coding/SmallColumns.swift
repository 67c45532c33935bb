import Foundation
import OperationsCore

/// Labels as a JSON object; NULL when there are none, which is the common case and costs nothing.
enum LabelColumn {
    static func encode(_ labels: [String: String]) throws -> String? {
        guard !labels.isEmpty else { return nil }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(labels), as: UTF8.self)
    }

    static func decode(_ text: String?) throws -> [String: String] {
        guard let text else { return [:] }
        do {
            return try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
        } catch {
            throw UnreadableRow(what: "labels")
        }
    }
}

/// Status codes as numbers with commas between.
enum CodeListColumn {
    static func encode(_ codes: [StatusCode]) -> String {
        if let only = codes.first, codes.count == 1 { return String(only.rawValue) }
        return codes.map { String($0.rawValue) }.joined(separator: ",")
    }

    static func decode(_ text: String) throws -> [StatusCode] {
        try text.split(separator: ",").map {
            guard let code = Int32($0).flatMap(StatusCode.init) else { throw UnreadableRow(what: "retryable codes") }
            return code
        }
    }
}
