/// A span of time as ProtoJSON writes it: decimal seconds and `s`, at most 315,576,000,000 s either way.
enum DurationText {
    private static let most: Int64 = 315_576_000_000

    /// Writes a quoted span; false when it is out of range or its parts have different signs.
    static func append(_ seconds: Int64, _ nanos: Int64, to output: inout JSONOutput) -> Bool {
        guard isValid(seconds, nanos) else { return false }
        output.byte(UInt8(ascii: "\""))
        if seconds < 0 || nanos < 0 { output.byte(UInt8(ascii: "-")) }
        output.number(seconds.magnitude)
        output.fraction(abs(nanos))
        output.text("s\"")
        return true
    }

    /// Reads a span; nil when it is none.
    static func parse(_ text: ArraySlice<UInt8>) -> (seconds: Int64, nanos: Int64)? {
        var scan = TextScan(text)
        let isNegative = scan.take("-")
        guard let seconds = scan.number(maxDigits: 12), let nanos = scan.fraction(), scan.take("s"), scan.isAtEnd,
            isValid(seconds, nanos)
        else { return nil }
        return isNegative ? (-seconds, -nanos) : (seconds, nanos)
    }

    private static func isValid(_ seconds: Int64, _ nanos: Int64) -> Bool {
        (-most...most).contains(seconds) && (-999_999_999...999_999_999).contains(nanos)
            && !(seconds > 0 && nanos < 0) && !(seconds < 0 && nanos > 0)
    }
}
