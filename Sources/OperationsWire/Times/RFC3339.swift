public import OperationsCore

/// Times as ProtoJSON spells them: RFC 3339 with `Z` and 0, 3 or 6 digits of a second.
enum RFC3339 {
    static func text(_ time: Timestamp) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(27)
        append(time, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// The number of bytes that ``append(_:to:)`` writes.
    static func length(_ time: Timestamp) -> Int {
        let micros = time.microseconds.flooredDivision(by: 1_000_000).remainder
        return micros == 0 ? 20 : micros % 1_000 == 0 ? 24 : 27
    }

    /// Written straight out: four of them are on the path of most Gets.
    static func append(_ time: Timestamp, to text: inout [UInt8]) {
        let (days, ofDay) = time.microseconds.flooredDivision(by: 86_400_000_000)
        let (year, month, day) = civilDate(daysSinceEpoch: days)
        let (seconds, micros) = ofDay.quotientAndRemainder(dividingBy: 1_000_000)
        appendPair(year / 100, to: &text)
        appendPair(year % 100, to: &text)
        append("-", month, to: &text)
        append("-", day, to: &text)
        append("T", seconds / 3_600, to: &text)
        append(":", seconds / 60 % 60, to: &text)
        append(":", seconds % 60, to: &text)
        if micros != 0 {
            append(".", micros / 10_000, to: &text)
            text.append(digit(micros / 1_000 % 10))
            if micros % 1_000 != 0 {
                text.append(digit(micros / 100 % 10))
                appendPair(micros % 100, to: &text)
            }
        }
        text.append(UInt8(ascii: "Z"))
    }

    private static func append(_ separator: Unicode.Scalar, _ value: Int64, to text: inout [UInt8]) {
        text.append(UInt8(ascii: separator))
        appendPair(value, to: &text)
    }

    private static func appendPair(_ value: Int64, to text: inout [UInt8]) {
        text.append(digit(value / 10))
        text.append(digit(value % 10))
    }

    private static func digit(_ value: Int64) -> UInt8 {
        UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value)
    }

    /// The proleptic Gregorian date, counted in eras of 400 years that begin on the first of March.
    private static func civilDate(daysSinceEpoch days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, ofEra) = (days + 719_468).flooredDivision(by: 146_097)
        let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let dayOfYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}

/// Times as text, for those who print them.
public enum TimestampText {
    public static func rfc3339(_ time: Timestamp) -> String {
        RFC3339.text(time)
    }
}
