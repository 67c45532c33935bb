/// The spellings of a field's name: `create_time` in protos, `createTime` in JSON, `CreateTime` in some documentation.
enum NameSpelling {
    /// `createTime` and `CreateTime` as `create_time`.
    static func snakeCase(_ name: String) -> String {
        var result = ""
        for scalar in name.unicodeScalars {
            if scalar.properties.isUppercase, scalar.isASCII {
                if !result.isEmpty, !result.hasSuffix("_") { result += "_" }
                result.unicodeScalars.append(Unicode.Scalar(UInt8(ascii: scalar) | 0x20))
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// `create_time` as `createTime`.
    static func lowerCamelCase(_ name: String) -> String {
        var result = ""
        var raisesNext = false
        for scalar in name.unicodeScalars {
            if scalar == "_" {
                raisesNext = true
            } else {
                result += raisesNext ? scalar.properties.uppercaseMapping : String(scalar)
                raisesNext = false
            }
        }
        return result
    }
}

/// One step of a path into JSON, found under any spelling of its name.
struct PathKey: Hashable {
    let name: String
    private let others: [String]

    init(_ name: String) {
        self.name = name
        let spellings = [NameSpelling.lowerCamelCase(NameSpelling.snakeCase(name)), NameSpelling.snakeCase(name)]
        others = spellings.filter { $0 != name }
    }

    func value(in members: [String: JSONValue]) -> JSONValue? {
        if let value = members[name] { return value }
        for other in others {
            if let value = members[other] { return value }
        }
        return nil
    }
}
