/// Reads the fixed parts of a time.
struct TextScan {
    private var rest: ArraySlice<UInt8>

    init(_ text: ArraySlice<UInt8>) {
        rest = text
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest.removeFirst()
        return true
    }

    /// A number of exactly so many digits.
    mutating func number(digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// A number of at least one digit.
    mutating func number(maxDigits: Int) -> Int64? {
        var value: Int64 = 0
        var count = 0
        while let digit = digit() {
            count += 1
            guard count <= maxDigits else { return nil }
            value = value * 10 + Int64(digit)
        }
        return count > 0 ? value : nil
    }

    /// The nanoseconds that a dot and one to nine digits mean; 0 without a dot, nil when the digits are wrong.
    mutating func fraction() -> Int64? {
        guard take(".") else { return 0 }
        var value: Int64 = 0
        var count = 0
        while let digit = digit() {
            count += 1
            guard count <= 9 else { return nil }
            value = value * 10 + Int64(digit)
        }
        guard count > 0 else { return nil }
        for _ in count..<9 { value *= 10 }
        return value
    }

    private mutating func digit() -> Int? {
        guard let first = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return nil }
        rest.removeFirst()
        return Int(first - UInt8(ascii: "0"))
    }
}

extension JSONOutput {
    /// The digits of a fraction of a second: none, or 3, 6 or 9 behind a dot.
    mutating func fraction(_ nanos: Int64) {
        guard nanos > 0 else { return }
        byte(UInt8(ascii: "."))
        if nanos % 1_000_000 == 0 {
            number(Int(nanos / 1_000_000), digits: 3)
        } else if nanos % 1000 == 0 {
            number(Int(nanos / 1000), digits: 6)
        } else {
            number(Int(nanos), digits: 9)
        }
    }
}
