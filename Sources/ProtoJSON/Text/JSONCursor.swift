/// Reads JSON text from the front to the back, strictly (RFC 8259). The text must be UTF-8.
struct JSONCursor {
    let bytes: [UInt8]
    private(set) var index = 0
    /// A string that is not as it stands in the text, because it has escapes.
    private var unescaped: [UInt8] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    struct Fault: Error {
        let problem: String
    }

    /// The next byte that is no white space.
    var next: UInt8? {
        mutating get {
            while index < bytes.count {
                let byte = bytes[index]
                guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
                index += 1
            }
            return nil
        }
    }

    mutating func take(_ character: UInt8) -> Bool {
        guard next == character else { return false }
        index += 1
        return true
    }

    mutating func expect(_ character: Unicode.Scalar) throws(Fault) {
        guard take(UInt8(truncatingIfNeeded: character.value)) else { throw unexpected("'\(character)' is expected") }
    }

    /// Goes back to a place that was read before.
    mutating func seek(_ place: Int) {
        index = min(max(place, 0), bytes.count)
    }

    /// Reads a string and gives what it says.
    mutating func string() throws(Fault) -> ArraySlice<UInt8> {
        guard take(UInt8(ascii: "\"")) else { throw unexpected("a string is expected") }
        let start = index
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                index += 1
                return bytes[start..<(index - 1)]
            }
            if byte == UInt8(ascii: "\\") { return try escaped(from: start) }
            guard byte >= 0x20 else { throw unexpected("a control character in a string has to be escaped") }
            index += 1
        }
        throw unexpected("the string does not end")
    }

    private mutating func escaped(from start: Int) throws(Fault) -> ArraySlice<UInt8> {
        unescaped.removeAll(keepingCapacity: true)
        unescaped.append(contentsOf: bytes[start..<index])
        while index < bytes.count {
            let byte = bytes[index]
            guard byte >= 0x20 else { throw unexpected("a control character in a string has to be escaped") }
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return unescaped[...]
            case UInt8(ascii: "\\"): try escape()
            default: unescaped.append(byte)
            }
        }
        throw unexpected("the string does not end")
    }

    private mutating func escape() throws(Fault) {
        guard index < bytes.count else { throw unexpected("the string does not end") }
        let kind = bytes[index]
        index += 1
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(kind)
        case UInt8(ascii: "b"): unescaped.append(0x08)
        case UInt8(ascii: "f"): unescaped.append(0x0C)
        case UInt8(ascii: "n"): unescaped.append(0x0A)
        case UInt8(ascii: "r"): unescaped.append(0x0D)
        case UInt8(ascii: "t"): unescaped.append(0x09)
        case UInt8(ascii: "u"): unescaped.append(contentsOf: String(try scalar()).utf8)
        default:
            index -= 1
            throw unexpected("there is no such escape")
        }
    }

    /// The character of a `\u` escape, or of two that are a surrogate pair.
    private mutating func scalar() throws(Fault) -> Character {
        let first = try hexDigits()
        if let scalar = Unicode.Scalar(first) { return Character(scalar) }
        guard (0xD800...0xDBFF).contains(first), index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
            bytes[index + 1] == UInt8(ascii: "u")
        else { throw unexpected("half a surrogate pair is no character") }
        index += 2
        let second = try hexDigits()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
        else { throw unexpected("half a surrogate pair is no character") }
        return Character(scalar)
    }

    private mutating func hexDigits() throws(Fault) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard index < bytes.count, let digit = HexDigit.value(bytes[index]) else {
                throw unexpected("four hexadecimal digits are expected")
            }
            value = value << 4 | digit
            index += 1
        }
        return value
    }

    /// Reads `true`, `false` or `null` where it stands.
    mutating func literal(_ word: StaticString) -> Bool {
        _ = next
        let count = word.utf8CodeUnitCount
        guard bytes.count - index >= count else { return false }
        let matches = word.withUTF8Buffer { $0.elementsEqual(bytes[index..<(index + count)]) }
        if matches { index += count }
        return matches
    }

    /// Reads a number and gives its text.
    mutating func number() throws(Fault) -> ArraySlice<UInt8> {
        _ = next
        let start = index
        while index < bytes.count, NumberText.mayContain(bytes[index]) { index += 1 }
        let text = bytes[start..<index]
        guard NumberText.isNumber(text) else {
            index = start
            throw unexpected("a value is expected")
        }
        return text
    }

    mutating func finish() throws(Fault) {
        guard next == nil else { throw unexpected("something follows the end of the value") }
    }

    /// Says what is wrong here.
    func unexpected(_ problem: String) -> Fault {
        let place = index < bytes.count ? "at byte \(index + 1)" : "at the end"
        return Fault(problem: "The JSON is not well formed: \(problem), \(place).")
    }
}

enum HexDigit {
    static func value(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
