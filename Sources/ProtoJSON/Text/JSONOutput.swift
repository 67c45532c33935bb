/// Writes the parts of JSON text, without checking that they make a whole.
struct JSONOutput {
    var bytes: [UInt8] = []

    mutating func byte(_ byte: UInt8) {
        bytes.append(byte)
    }

    mutating func text(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    mutating func text(_ text: some Collection<UInt8>) {
        bytes.append(contentsOf: text)
    }

    mutating func quoted(_ text: String) {
        byte(UInt8(ascii: "\""))
        bytes.append(contentsOf: text.utf8)
        byte(UInt8(ascii: "\""))
    }

    mutating func string(_ text: String) {
        let bytes = Array(text.utf8)
        _ = string(bytes, 0..<bytes.count)
    }

    /// Writes a string with what JSON wants escaped.
    ///
    /// - Returns: false when it is not UTF-8; what has been written then is of no use.
    mutating func string(_ source: [UInt8], _ range: Range<Int>) -> Bool {
        byte(UInt8(ascii: "\""))
        var start = range.lowerBound
        var index = start
        while index < range.upperBound {
            let byte = source[index]
            if byte >= 0x80 {
                guard let length = UTF8Check.length(of: source, at: index, before: range.upperBound) else {
                    return false
                }
                index += length
            } else if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                bytes.append(contentsOf: source[start..<index])
                escape(byte)
                index += 1
                start = index
            } else {
                index += 1
            }
        }
        bytes.append(contentsOf: source[start..<index])
        byte(UInt8(ascii: "\""))
        return true
    }

    private mutating func escape(_ byte: UInt8) {
        self.byte(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): self.byte(byte)
        case 0x08: self.byte(UInt8(ascii: "b"))
        case 0x09: self.byte(UInt8(ascii: "t"))
        case 0x0A: self.byte(UInt8(ascii: "n"))
        case 0x0C: self.byte(UInt8(ascii: "f"))
        case 0x0D: self.byte(UInt8(ascii: "r"))
        default:
            text("u00")
            self.byte(Self.hexDigit(byte >> 4))
            self.byte(Self.hexDigit(byte & 15))
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    mutating func number(_ value: Int64) {
        if value < 0 { byte(UInt8(ascii: "-")) }
        number(value.magnitude)
    }

    mutating func number(_ value: UInt64) {
        var divisor: UInt64 = 1
        while value / divisor >= 10 { divisor *= 10 }
        digits(of: value, from: divisor)
    }

    /// A number with leading zeros.
    mutating func number(_ value: Int, digits count: Int) {
        var divisor: UInt64 = 1
        for _ in 1..<count { divisor *= 10 }
        digits(of: UInt64(value), from: divisor)
    }

    private mutating func digits(of value: UInt64, from divisor: UInt64) {
        var divisor = divisor
        while divisor > 0 {
            byte(UInt8(ascii: "0") + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }

    mutating func quoted(number value: Int64) {
        byte(UInt8(ascii: "\""))
        number(value)
        byte(UInt8(ascii: "\""))
    }

    mutating func quoted(number value: UInt64) {
        byte(UInt8(ascii: "\""))
        number(value)
        byte(UInt8(ascii: "\""))
    }

    /// The shortest text that reads back as the same number; what is no number is a string.
    mutating func floating<Number: BinaryFloatingPoint & LosslessStringConvertible>(_ value: Number) {
        if value.isNaN { return text("\"NaN\"") }
        if value.isInfinite { return value < 0 ? text("\"-Infinity\"") : text("\"Infinity\"") }
        if value == value.rounded(.towardZero), value.magnitude < 1_000_000, !(value == 0 && value.sign == .minus) {
            return number(Int64(value))
        }
        var digits = String(describing: value)
        if digits.hasSuffix(".0") { digits.removeLast(2) }
        bytes.append(contentsOf: digits.utf8)
    }

    mutating func flag(_ value: Bool) {
        value ? text("true") : text("false")
    }
}
