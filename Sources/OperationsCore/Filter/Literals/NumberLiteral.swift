/// Numbers as JSON and AIP-160 write them: an optional minus, digits, a fraction, an exponent.
enum NumberLiteral {
    static func value(of text: String) -> Double? {
        var rest = text.utf8[...]
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        guard takeDigits(&rest) else { return nil }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard takeDigits(&rest) else { return nil }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
            guard takeDigits(&rest) else { return nil }
        }
        return rest.isEmpty ? Double(text) : nil
    }

    private static func takeDigits(_ rest: inout Substring.UTF8View) -> Bool {
        let after = rest.drop { isDigit($0) }
        defer { rest = after }
        return after.startIndex > rest.startIndex
    }

    static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

/// A number, exact as long as it is whole: 64-bit integers, which ProtoJSON writes as texts, have more digits than a
/// Double.
struct ExactNumber: Comparable {
    let value: Double
    private let integer: Int128?

    init?(_ text: String) {
        guard let value = NumberLiteral.value(of: text) else { return nil }
        self.value = value
        integer = Int128(text)
    }

    init(_ value: Double) {
        self.value = value
        integer = Int128(exactly: value)
    }

    static func < (left: ExactNumber, right: ExactNumber) -> Bool {
        if let first = left.integer, let second = right.integer { return first < second }
        return left.value < right.value
    }

    static func == (left: ExactNumber, right: ExactNumber) -> Bool {
        if let first = left.integer, let second = right.integer { return first == second }
        return left.value == right.value
    }
}
