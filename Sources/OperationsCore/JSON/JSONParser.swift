/// Reads JSON text (RFC 8259) into values, in one pass.
public struct JSONParser {
    public struct Fault: Error, Hashable {
        /// A full sentence.
        public let sentence: String
        /// The byte at which it was found.
        public let offset: Int
    }

    /// Objects and arrays stand in each other at most so deep.
    public static let depth = 100

    private let bytes: [UInt8]
    private var offset = 0

    /// - Parameter text: one JSON value, with space around it or not. Of members with the same name the last counts.
    public static func parse(_ text: some Sequence<UInt8>) throws(Fault) -> JSONValue {
        var parser = JSONParser(bytes: Array(text))
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.peek == nil else { throw parser.fault("Nothing is expected behind the JSON value.") }
        return value
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func value(depth: Int) throws(Fault) -> JSONValue {
        skipSpace()
        guard depth < Self.depth else { throw fault("JSON is nested at most \(Self.depth) deep.") }
        switch peek {
        case UInt8(ascii: "{"): return .object(try object(depth: depth))
        case UInt8(ascii: "["): return .array(try array(depth: depth))
        case UInt8(ascii: "\""): return .string(try string())
        default: return try scalar()
        }
    }

    private mutating func object(depth: Int) throws(Fault) -> [String: JSONValue] {
        offset += 1
        var members: [String: JSONValue] = [:]
        skipSpace()
        guard !take(UInt8(ascii: "}")) else { return members }
        repeat {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw fault("A name in double quotes is expected here.") }
            let name = try string()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw fault("A colon is expected here.") }
            members[name] = try value(depth: depth + 1)
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw fault("A comma or a closing brace is expected here.") }
        return members
    }

    private mutating func array(depth: Int) throws(Fault) -> [JSONValue] {
        offset += 1
        var items: [JSONValue] = []
        skipSpace()
        guard !take(UInt8(ascii: "]")) else { return items }
        repeat {
            items.append(try value(depth: depth + 1))
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw fault("A comma or a closing bracket is expected here.") }
        return items
    }

    private mutating func string() throws(Fault) -> String {
        offset += 1
        let start = offset
        while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { offset += 1 }
        var text = String(decoding: bytes[start..<offset], as: UTF8.self)
        while let byte = peek, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw fault("A control character stands in a string; escape it.") }
            if byte == UInt8(ascii: "\\") {
                text.unicodeScalars.append(try escape())
            } else {
                let start = offset
                while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
                    offset += 1
                }
                text += String(decoding: bytes[start..<offset], as: UTF8.self)
            }
        }
        guard take(UInt8(ascii: "\"")) else { throw fault("The string is never closed.") }
        return text
    }

    private mutating func escape() throws(Fault) -> Unicode.Scalar {
        offset += 1
        let letter = peek
        offset += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter ?? 0)
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw fault("This escape is not JSON's.")
        }
    }

    private mutating func unicodeEscape() throws(Fault) -> Unicode.Scalar {
        let first = try hexDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
            throw fault("Half of a surrogate pair stands alone.")
        }
        let second = try hexDigits()
        guard (0xD800...0xDBFF).contains(first), (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw fault("Half of a surrogate pair stands alone.") }
        return scalar
    }

    private mutating func hexDigits() throws(Fault) -> UInt32 {
        let end = min(offset + 4, bytes.count)
        let digits = bytes[offset..<end]
        guard digits.count == 4, digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
            let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw fault("Four hexadecimal digits are expected here.") }
        offset = end
        return value
    }

    private mutating func scalar() throws(Fault) -> JSONValue {
        let start = offset
        while let byte = peek, Self.isScalarByte(byte) { offset += 1 }
        let word = String(decoding: bytes[start..<offset], as: UTF8.self)
        switch word {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        default:
            guard let number = NumberLiteral.value(of: word) else {
                offset = start
                throw fault(peek == nil ? "The JSON text ends early." : "A JSON value is expected here.")
            }
            return .number(number)
        }
    }

    private static func isScalarByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "E"),
            UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        offset += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { offset += 1 }
    }

    private func fault(_ sentence: String) -> Fault {
        Fault(sentence: sentence, offset: offset)
    }
}
