import OperationsCore

/// Which partitions of the history there should be: one for each day, some days ahead, and none for days of which
/// nothing is needed any more. Pure.
struct HistoryPartitions {
    /// A day in UTC.
    struct Day: Hashable, Comparable {
        /// Since 1970-01-01.
        let number: Int64

        static let length: Int64 = 86_400_000_000

        init(number: Int64) {
            self.number = number
        }

        init(of time: Timestamp) {
            let (days, rest) = time.microseconds.quotientAndRemainder(dividingBy: Self.length)
            number = rest < 0 ? days - 1 : days
        }

        static func < (left: Day, right: Day) -> Bool {
            left.number < right.number
        }

        var start: Timestamp { Timestamp(microseconds: number * Self.length) }
        var next: Day { Day(number: number + 1) }

        /// `20250131`; from the days of eras of 400 years that begin in March.
        var text: String {
            let shifted = number + 719_468
            let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
            let dayOfEra = shifted - era * 146_097
            let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
            let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
            let monthFromMarch = (5 * dayOfYear + 2) / 153
            let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
            let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
            let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
            return Self.padded(year, 4) + Self.padded(month, 2) + Self.padded(day, 2)
        }

        private static func padded(_ number: Int64, _ length: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, length - digits.count)) + digits
        }
    }

    private static let prefix = "history_"
    /// Beside today's.
    private static let daysAhead = 3

    let existing: Set<String>
    let now: Timestamp
    /// When the oldest operation was created; nil when there is none.
    let oldest: Timestamp?

    static func name(of day: Day) -> String { prefix + day.text }

    /// The days from today on that have no partition yet.
    var missing: [Day] {
        let today = Day(of: now)
        return (0...Int64(Self.daysAhead)).map { Day(number: today.number + $0) }
            .filter { !existing.contains(Self.name(of: $0)) }
    }

    /// Those of the last year, of days that are given, that have no partition yet.
    func missing(of days: Set<Day>) -> [Day] {
        let today = Day(of: now)
        return days.filter { $0 <= today && $0.number > today.number - 366 && !existing.contains(Self.name(of: $0)) }
            .sorted()
    }

    /// Of what was before, no operation can ask any more: a day is left for clocks that differed.
    var limit: Timestamp {
        min(oldest ?? now, now) + .seconds(-86_400)
    }

    /// The partitions that end before the limit.
    var outdated: [String] {
        let first = Self.name(of: Day(of: limit))
        return existing.filter { isDay($0) && $0 < first }.sorted()
    }

    private func isDay(_ name: String) -> Bool {
        name.hasPrefix(Self.prefix) && name.utf8.count == Self.prefix.utf8.count + 8
            && name.utf8.dropFirst(Self.prefix.utf8.count).allSatisfy { (48...57).contains($0) }
    }
}
