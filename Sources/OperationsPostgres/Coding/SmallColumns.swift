import OperationsCore

/// Labels as keys and values by turns, in the order of the keys; NULL when there are none, which is the common case.
enum LabelColumn {
    static func encode(_ labels: [String: String]) -> [UInt8]? {
        guard !labels.isEmpty else { return nil }
        var writer = RunWriter()
        for (key, value) in labels.sorted(by: { $0.key < $1.key }) {
            writer.text(key)
            writer.text(value)
        }
        return writer.bytes
    }

    static func decode(_ bytes: [UInt8]?) throws -> [String: String] {
        guard let bytes else { return [:] }
        var reader = RunReader(bytes, what: "labels")
        var labels: [String: String] = [:]
        while !reader.isAtEnd {
            let key = try reader.text()
            labels[key] = try reader.text()
        }
        return labels
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
