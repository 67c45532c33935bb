/// RFC 3339 as ProtoJSON uses it: years 0001 to 9999, `Z` and 0, 3, 6 or 9 digits of fraction out; offsets and up to
/// nine digits in.
enum TimestampText {
    static let seconds: ClosedRange<Int64> = -62_135_596_800...253_402_300_799
    private static let secondsOfDay: Int64 = 86_400

    /// Writes a quoted time; false when it is out of range.
    static func append(_ seconds: Int64, _ nanos: Int64, to output: inout JSONOutput) -> Bool {
        guard Self.seconds.contains(seconds), (0..<1_000_000_000).contains(nanos) else { return false }
        let days = (seconds - (seconds % secondsOfDay + secondsOfDay) % secondsOfDay) / secondsOfDay
        let ofDay = Int(seconds - days * secondsOfDay)
        let (year, month, day) = CivilCalendar.date(ofDay: days)
        output.byte(UInt8(ascii: "\""))
        output.number(year, digits: 4)
        output.byte(UInt8(ascii: "-"))
        output.number(month, digits: 2)
        output.byte(UInt8(ascii: "-"))
        output.number(day, digits: 2)
        output.byte(UInt8(ascii: "T"))
        output.number(ofDay / 3600, digits: 2)
        output.byte(UInt8(ascii: ":"))
        output.number(ofDay / 60 % 60, digits: 2)
        output.byte(UInt8(ascii: ":"))
        output.number(ofDay % 60, digits: 2)
        output.fraction(nanos)
        output.text("Z\"")
        return true
    }

    /// Reads a time; nil when it is none.
    static func parse(_ text: ArraySlice<UInt8>) -> (seconds: Int64, nanos: Int64)? {
        var scan = TextScan(text)
        guard let year = scan.number(digits: 4), scan.take("-"), let month = scan.number(digits: 2), scan.take("-"),
            let day = scan.number(digits: 2), scan.take("T"), let hour = scan.number(digits: 2), scan.take(":"),
            let minute = scan.number(digits: 2), scan.take(":"), let second = scan.number(digits: 2),
            let nanos = scan.fraction(), let offset = offset(&scan), scan.isAtEnd
        else { return nil }
        guard year >= 1, (1...12).contains(month), (1...CivilCalendar.days(in: month, of: year)).contains(day),
            hour < 24, minute < 60, second < 60
        else { return nil }
        let days = CivilCalendar.day(ofYear: year, month, day)
        let seconds = days * secondsOfDay + Int64(hour * 3600 + minute * 60 + second) - offset
        return Self.seconds.contains(seconds) ? (seconds, nanos) : nil
    }

    /// Seconds ahead of UTC.
    private static func offset(_ scan: inout TextScan) -> Int64? {
        if scan.take("Z") { return 0 }
        let isBehind = scan.take("-")
        guard isBehind || scan.take("+"), let hours = scan.number(digits: 2), scan.take(":"),
            let minutes = scan.number(digits: 2), hours < 24, minutes < 60
        else { return nil }
        let offset = Int64(hours * 3600 + minutes * 60)
        return isBehind ? -offset : offset
    }
}
