public import OperationsCore

/// Times as ProtoJSON spells them: RFC 3339 with `Z` and 0, 3 or 6 digits of a second.
enum RFC3339 {
    static func text(_ time: Timestamp) -> String {
        let (days, ofDay) = time.microseconds.flooredDivision(by: 86_400_000_000)
        let (year, month, day) = civilDate(daysSinceEpoch: days)
        let (seconds, micros) = ofDay.quotientAndRemainder(dividingBy: 1_000_000)
        var text: [UInt8] = []
        text.reserveCapacity(27)
        append(year, digits: 4, to: &text)
        for (separator, value) in [
            (UInt8(ascii: "-"), month), (UInt8(ascii: "-"), day), (UInt8(ascii: "T"), seconds / 3_600),
            (UInt8(ascii: ":"), seconds / 60 % 60), (UInt8(ascii: ":"), seconds % 60),
        ] {
            text.append(separator)
            append(value, digits: 2, to: &text)
        }
        if micros != 0 {
            text.append(UInt8(ascii: "."))
            let isWholeMilliseconds = micros % 1_000 == 0
            append(isWholeMilliseconds ? micros / 1_000 : micros, digits: isWholeMilliseconds ? 3 : 6, to: &text)
        }
        text.append(UInt8(ascii: "Z"))
        return String(decoding: text, as: UTF8.self)
    }

    private static func append(_ value: Int64, digits: Int, to text: inout [UInt8]) {
        var divisor: Int64 = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            text.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
            divisor /= 10
        }
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
