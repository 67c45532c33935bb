/// An instant to the nanosecond, as RFC 3339 can write it; finer than the store's microseconds.
struct Moment: Hashable, Comparable {
    let microseconds: Int64
    /// 0 to 999.
    let nanoseconds: Int64

    init(_ time: Timestamp) {
        microseconds = time.microseconds
        nanoseconds = 0
    }

    private init(seconds: Int64, nanoseconds: Int64) {
        microseconds = seconds * 1_000_000 + nanoseconds / 1_000
        self.nanoseconds = nanoseconds % 1_000
    }

    static func < (left: Moment, right: Moment) -> Bool {
        (left.microseconds, left.nanoseconds) < (right.microseconds, right.nanoseconds)
    }

    /// The last instant of the store's clock that is not after this one.
    var floor: Timestamp { Timestamp(microseconds: microseconds) }
}

extension Moment {
    /// Reads `2018-03-28T14:50:00.5+02:00`, or `2018-03-28` for its first instant in UTC.
    init?(_ text: String) {
        var reader = DigitReader(text)
        guard let date = reader.date() else { return nil }
        if reader.isAtEnd {
            self.init(seconds: date * 86_400, nanoseconds: 0)
            return
        }
        guard reader.take("T") || reader.take("t") || reader.take(" "), let time = reader.timeOfDay(),
            let offset = reader.offsetFromUTC(), reader.isAtEnd
        else { return nil }
        self.init(seconds: date * 86_400 + time.seconds - offset, nanoseconds: time.nanoseconds)
    }

    /// Reads whole seconds since 1970, which some services take in place of a time.
    init?(epochSeconds text: String) {
        guard let seconds = Int64(text), (0...253_402_300_799).contains(seconds) else { return nil }
        self.init(seconds: seconds, nanoseconds: 0)
    }
}

/// Reads fields of fixed width.
private struct DigitReader {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        rest = text.utf8[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }

    mutating func digits(_ count: Int) -> Int64? {
        let field = rest.prefix(count)
        guard field.count == count, field.allSatisfy(NumberLiteral.isDigit) else { return nil }
        rest = rest.dropFirst(count)
        return field.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }

    /// Days since 1970-01-01.
    mutating func date() -> Int64? {
        guard let year = digits(4), take("-"), let month = digits(2), take("-"), let day = digits(2), year > 0 else {
            return nil
        }
        return CivilDate(year: year, month: month, day: day)?.daysSinceEpoch
    }

    mutating func timeOfDay() -> (seconds: Int64, nanoseconds: Int64)? {
        guard let hour = digits(2), take(":"), let minute = digits(2), take(":"), let second = digits(2),
            hour < 24, minute < 60, second < 60
        else { return nil }
        var nanoseconds: Int64 = 0
        if take(".") {
            let fraction = rest.prefix { NumberLiteral.isDigit($0) }
            guard (1...9).contains(fraction.count) else { return nil }
            rest = rest.dropFirst(fraction.count)
            nanoseconds = fraction.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
            for _ in fraction.count..<9 { nanoseconds *= 10 }
        }
        return (hour * 3_600 + minute * 60 + second, nanoseconds)
    }

    /// Seconds east of UTC.
    mutating func offsetFromUTC() -> Int64? {
        if take("Z") || take("z") { return 0 }
        let isEast = take("+")
        guard isEast || take("-"), let hours = digits(2), take(":"), let minutes = digits(2), hours < 24, minutes < 60
        else { return nil }
        return (isEast ? 1 : -1) * (hours * 3_600 + minutes * 60)
    }
}
