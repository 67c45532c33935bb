/// Looks over JSON text before it is decoded: refuses what lenient parsers let pass (duplicate names, nesting
/// without end, text behind the value) and remembers where the members of the outermost object stand.
struct StrictJSON {
    struct Fault: Error {
        let description: String
        /// The path to the place, such as `requests[3].labels`; empty for the text itself.
        let path: String
    }

    /// The members of the outermost object: name and the bytes of the value.
    private(set) var members: [(name: String, value: Range<Int>)] = []
    private let bytes: [UInt8]
    private var index = 0
    private var path: [String] = []

    static let maxDepth = 100

    /// True for the parts of a path below which names are fields of our requests, of which ProtoJSON knows two
    /// spellings, and not keys of a map or of a payload.
    private static func isMessagePath(_ part: String) -> Bool {
        ["requests", "retryPolicy", "retry_policy", "error"].contains(part) || part.hasPrefix("[")
    }

    /// - Parameter bytes: must be one JSON value.
    init(_ bytes: [UInt8]) throws(Fault) {
        self.bytes = bytes
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw Fault(description: "The text is not valid UTF-8.", path: "")
        }
        skipSpace()
        try value(depth: 0)
        skipSpace()
        guard index == bytes.count else { throw fault("Something follows the end of the JSON value.") }
    }

    private mutating func value(depth: Int) throws(Fault) {
        guard depth < Self.maxDepth else { throw fault("The nesting is deeper than \(Self.maxDepth).") }
        switch peek {
        case UInt8(ascii: "{"): try object(depth: depth)
        case UInt8(ascii: "["): try array(depth: depth)
        case UInt8(ascii: "\""): _ = try string()
        default: try scalar()
        }
    }

    private mutating func object(depth: Int) throws(Fault) {
        index += 1
        var names: Set<String> = []
        skipSpace()
        while peek != UInt8(ascii: "}") {
            if !names.isEmpty { try expect(UInt8(ascii: ",")) }
            guard peek == UInt8(ascii: "\"") else { throw fault("A name in quotes is expected.") }
            let name = try string()
            let isField = path.allSatisfy(Self.isMessagePath)
            path.append(name)
            guard names.insert(isField ? lowerCamelCase(name) : name).inserted else {
                throw fault("The name '\(name)' occurs twice.")
            }
            try expect(UInt8(ascii: ":"))
            let start = index
            try value(depth: depth + 1)
            if depth == 0 { members.append((name, start..<index)) }
            path.removeLast()
            skipSpace()
        }
        index += 1
    }

    private mutating func array(depth: Int) throws(Fault) {
        index += 1
        var count = 0
        skipSpace()
        while peek != UInt8(ascii: "]") {
            if count > 0 { try expect(UInt8(ascii: ",")) }
            path.append("[\(count)]")
            try value(depth: depth + 1)
            path.removeLast()
            count += 1
            skipSpace()
        }
        index += 1
    }

    /// Reads a string and gives its text, escapes resolved, so that two spellings of one name are the same.
    private mutating func string() throws(Fault) -> String {
        let start = index
        index += 1
        var hasEscapes = false
        while let byte = peek, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw fault("A string holds a control character.") }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                index += 1
            }
            index += 1
        }
        guard peek == UInt8(ascii: "\"") else { throw fault("A string does not end.") }
        index += 1
        let inner = bytes[(start + 1)..<(index - 1)]
        let text = String(decoding: inner, as: UTF8.self)
        return hasEscapes ? JSONEscapes.resolve(text) : text
    }

    private mutating func scalar() throws(Fault) {
        let start = index
        while let byte = peek, isScalarByte(byte) { index += 1 }
        guard index > start else { throw fault(index < bytes.count ? "A value is expected." : "The text ends early.") }
    }

    private func isScalarByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private var peek: UInt8? {
        index < bytes.count ? bytes[index] : nil
    }

    private mutating func expect(_ byte: UInt8) throws(Fault) {
        skipSpace()
        guard peek == byte else {
            throw fault("'\(Character(UnicodeScalar(byte)))' is expected.")
        }
        index += 1
        skipSpace()
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
    }

    private func fault(_ description: String) -> Fault {
        var text = ""
        for part in path { text += text.isEmpty || part.hasPrefix("[") ? part : "." + part }
        return Fault(description: "\(description) (byte \(index))", path: text)
    }
}

/// Resolves the escapes of a JSON string, as far as telling two names apart needs it.
enum JSONEscapes {
    static func resolve(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let backslash = rest.firstIndex(of: "\\") {
            result += rest[..<backslash]
            rest = rest[rest.index(after: backslash)...]
            guard let kind = rest.popFirst() else { break }
            switch kind {
            case "n": result += "\n"
            case "r": result += "\r"
            case "t": result += "\t"
            case "b": result += "\u{8}"
            case "f": result += "\u{C}"
            case "u":
                let digits = rest.prefix(4)
                rest = rest.dropFirst(digits.count)
                result += UInt32(digits, radix: 16).flatMap(UnicodeScalar.init).map { String($0) } ?? "\\u\(digits)"
            default: result.append(kind)
            }
        }
        return result + rest
    }
}
