import OperationsTestKit
import Testing

@testable import OperationsCore

@Suite struct LiteralTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0, 0), ("1970-01-01", 0, 0), ("1969-12-31T16:00:10-08:00", 10_000_000, 0),
            ("2000-02-29T12:00:00.5Z", 951_825_600_500_000, 0), ("2026-03-01t00:00:00z", 1_772_323_200_000_000, 0),
            ("1970-01-01T00:00:00.000001999Z", 1, 999), ("1969-12-31T23:59:59.999999Z", -1, 0),
            ("1970-01-01 00:00:01+00:00", 1_000_000, 0), ("0001-01-01T00:00:00Z", -62_135_596_800_000_000, 0),
            ("9999-12-31T23:59:59.999999999Z", 253_402_300_799_999_999, 999),
        ] as [(String, Int64, Int64)])
    func timesAreRead(_ text: String, _ microseconds: Int64, _ nanoseconds: Int64) throws {
        let moment = try #require(Moment(text))
        #expect(moment.microseconds == microseconds)
        #expect(moment.nanoseconds == nanoseconds)
    }

    @Test(arguments: [
        "", "2026", "2026-13-01", "2026-02-29", "1900-02-29", "2026-04-31", "2026-01-00", "0000-01-01", "26-01-01",
        "2026-01-01T", "2026-01-01T00:00", "2026-01-01T00:00:00", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:60Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.1234567890Z", "2026-01-01T00:00:00+1:00",
        "2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00Zx", "2026-1-1", "+026-01-01",
    ])
    func othersAreNoTimes(_ text: String) {
        #expect(Moment(text) == nil)
    }

    @Test func daysCountOn() throws {
        var expected: Int64 = -719_162
        for year in Int64(1)...2_100 {
            for month in Int64(1)...12 {
                for day in Int64(1)...31 {
                    guard let date = CivilDate(year: year, month: month, day: day) else { continue }
                    guard date.daysSinceEpoch == expected else {
                        Issue.record("\(year)-\(month)-\(day) is day \(date.daysSinceEpoch), not \(expected)")
                        return
                    }
                    expected += 1
                }
            }
        }
    }

    @Test(arguments: [
        ("20s", 20.0), ("1.2s", 1.2), ("-3s", -3), ("15m", 900), ("2h", 7_200), ("0.5d", 43_200), ("1e2s", 100),
    ])
    func spansAreRead(_ text: String, _ seconds: Double) {
        #expect(SpanLiteral.value(of: text) == .microseconds(Int64((seconds * 1_000_000).rounded())))
    }

    @Test(arguments: ["", "s", "20", "20 s", "20w", "+20s", "1e999s", "99999999999999s", ".5s", "5.s", "0x5s"])
    func othersAreNoSpans(_ text: String) {
        #expect(SpanLiteral.value(of: text) == nil)
    }

    @Test(arguments: ["", "-", "+1", "1.", ".1", "1e", "1e+", "0x1", "1_000", " 1", "nan", "inf", "١"])
    func othersAreNoNumbers(_ text: String) {
        #expect(NumberLiteral.value(of: text) == nil)
    }

    @Test func patternsFindWhatASearchFinds() {
        for seed in UInt64(1)...5_000 {
            var random = SeededGenerator(seed: seed)
            func word(_ longest: Int) -> String {
                String((0..<Int.random(in: 0...longest, using: &random)).map { _ in random.chance(70) ? "a" : "b" })
            }
            let part = word(4)
            let text = word(12)
            #expect(TextPattern("*\(part)*").matches(text) == (part.isEmpty ? !text.isEmpty : naive(part, in: text)))
            #expect(TextPattern(anywhere: part).matches(text) == naive(part, in: text), "seed \(seed)")
            #expect(TextPattern("\(part)*").matches(text) == (part.isEmpty ? !text.isEmpty : text.hasPrefix(part)))
            #expect(TextPattern("*\(part)").matches(text) == (part.isEmpty ? !text.isEmpty : text.hasSuffix(part)))
            #expect(TextPattern(part).matches(text) == (part == text), "seed \(seed)")
        }
    }

    private func naive(_ part: String, in text: String) -> Bool {
        let part = Array(part.utf8)
        let text = Array(text.utf8)
        if part.isEmpty { return true }
        return text.indices.contains { text[$0...].starts(with: part) }
    }
}
