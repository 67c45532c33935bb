/// The text of a JSON number.
enum NumberText {
    static func mayContain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    /// True for what RFC 8259 calls a number.
    static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
        parts(of: text) != nil
    }

    /// An integer exactly, however it is written: `5`, `5.0`, `1e2`; nil when it is none, or too large.
    static func integer(_ text: ArraySlice<UInt8>) -> (isNegative: Bool, magnitude: UInt64)? {
        guard let parts = parts(of: text) else { return nil }
        if parts.fraction.isEmpty && parts.exponent == 0 {
            return magnitude(parts.whole, zeros: 0).map { (parts.isNegative, $0) }
        }
        var digits = parts.whole + parts.fraction
        var zeros = parts.exponent - parts.fraction.count
        while digits.last == UInt8(ascii: "0") {
            digits.removeLast()
            zeros += 1
        }
        if digits.isEmpty { return (parts.isNegative, 0) }
        guard zeros >= 0, zeros <= 20 else { return nil }
        return magnitude(digits, zeros: zeros).map { (parts.isNegative, $0) }
    }

    private static func magnitude(_ digits: ArraySlice<UInt8>, zeros: Int) -> UInt64? {
        var value: UInt64 = 0
        for digit in digits {
            guard let next = shifted(value, UInt64(digit - UInt8(ascii: "0"))) else { return nil }
            value = next
        }
        for _ in 0..<zeros {
            guard let next = shifted(value, 0) else { return nil }
            value = next
        }
        return value
    }

    private static func shifted(_ value: UInt64, _ digit: UInt64) -> UInt64? {
        let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10)
        let (sum, overflows) = product.addingReportingOverflow(digit)
        return isTooLarge || overflows ? nil : sum
    }

    private struct Parts {
        let isNegative: Bool
        let whole: ArraySlice<UInt8>
        let fraction: ArraySlice<UInt8>
        let exponent: Int
    }

    private static func parts(of text: ArraySlice<UInt8>) -> Parts? {
        var rest = text
        let isNegative = take("-", &rest)
        let whole = takeDigits(&rest)
        guard let first = whole.first, first != UInt8(ascii: "0") || whole.count == 1 else { return nil }
        var fraction = rest.prefix(0)
        if take(".", &rest) {
            fraction = takeDigits(&rest)
            guard !fraction.isEmpty else { return nil }
        }
        var exponent = 0
        if take("e", &rest) || take("E", &rest) {
            let isBelowOne = take("-", &rest)
            if !isBelowOne { _ = take("+", &rest) }
            let digits = takeDigits(&rest)
            guard !digits.isEmpty else { return nil }
            exponent = digits.reduce(0) { min($0 * 10 + Int($1 - UInt8(ascii: "0")), 100_000_000) }
            if isBelowOne { exponent = -exponent }
        }
        guard rest.isEmpty else { return nil }
        return Parts(isNegative: isNegative, whole: whole, fraction: fraction, exponent: exponent)
    }

    private static func take(_ character: Unicode.Scalar, _ rest: inout ArraySlice<UInt8>) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest.removeFirst()
        return true
    }

    private static func takeDigits(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        rest = rest[digits.endIndex...]
        return digits
    }
}
