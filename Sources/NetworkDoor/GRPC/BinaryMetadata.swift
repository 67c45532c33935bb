/// The values of metadata whose name ends in `-bin`.
enum BinaryMetadata {
    /// Base64 without padding, as senders should write it.
    static func encode(_ bytes: [UInt8]) -> String {
        String(decoding: Base64.encode(bytes, isPadded: false), as: UTF8.self)
    }

    /// Nil if `text` is not exactly one base64 value, padded in full or not at all.
    static func decode(_ text: String) -> [UInt8]? {
        decode(text.utf8[...])
    }

    /// The values of a field that was sent, or joined on its way, as one list; blanks around a comma are allowed.
    static func decodeList(_ text: String) -> [[UInt8]]? {
        var values: [[UInt8]] = []
        for item in text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            guard let value = decode(trimmed(item)) else { return nil }
            values.append(value)
        }
        return values
    }

    private static func decode(_ text: Substring.UTF8View) -> [UInt8]? {
        var digits = text
        while digits.last == Base64.padding { digits.removeLast() }
        let padding = text.count - digits.count
        guard padding == 0 || padding <= 2 && text.count.isMultiple(of: 4) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count * 3 / 4)
        var quantum = Base64.Quantum()
        for digit in digits {
            guard let value = Base64.value(of: digit) else { return nil }
            quantum.append(value)
            if quantum.digits == 4 { guard quantum.flush(into: &bytes) else { return nil } }
        }
        return quantum.flush(into: &bytes) ? bytes : nil
    }

    private static func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
        func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text
    }
}

/// Base64 with the standard alphabet (RFC 4648, section 4).
enum Base64 {
    static let padding = UInt8(ascii: "=")
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: some Collection<UInt8>, isPadded: Bool) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var bits: UInt32 = 0
        var width = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            width += 8
            while width >= 6 {
                width -= 6
                text.append(digit(bits >> UInt32(width)))
            }
        }
        if width > 0 { text.append(digit(bits << UInt32(6 - width))) }
        while isPadded, !text.count.isMultiple(of: 4) { text.append(padding) }
        return text
    }

    /// The six bits that a digit stands for.
    static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): digit - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }

    private static func digit(_ bits: UInt32) -> UInt8 {
        alphabet[Int(bits & 0x3F)]
    }

    /// The digits, four at most, that make up the next bytes.
    struct Quantum: Equatable {
        private var bits: UInt32 = 0
        private(set) var digits = 0

        mutating func append(_ value: UInt8) {
            bits = bits << 6 | UInt32(value)
            digits += 1
        }

        /// Adds the bytes of the digits so far and starts anew; false if no bytes are written so.
        mutating func flush(into bytes: inout [UInt8]) -> Bool {
            let count = digits * 6 / 8
            let spare = UInt32(digits * 6 - count * 8)
            // One digit is less than a byte, and bits that no byte takes must be zero.
            guard digits != 1, bits & ((1 << spare) - 1) == 0 else { return false }
            let value = bits >> spare
            for place in (0..<count).reversed() {
                bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(place * 8)))
            }
            self = Quantum()
            return true
        }
    }
}
