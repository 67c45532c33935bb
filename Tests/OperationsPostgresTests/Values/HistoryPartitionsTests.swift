import OperationsCore
import Testing

@testable import OperationsPostgres

@Suite struct HistoryPartitionsTests {
    /// 2025-01-01T12:00:00Z
    private static let noon = Timestamp(microseconds: 1_735_732_800_000_000)

    @Test(
        arguments: [
            (0, "19700101"), (-1, "19691231"), (59, "19700301"), (11_016, "20000229"), (11_017, "20000301"),
            (20_089, "20250101"), (20_147, "20250228"), (-719_162, "00010101"), (2_932_896, "99991231"),
        ] as [(Int64, String)])
    func daysHaveTheirNames(_ number: Int64, _ text: String) {
        #expect(HistoryPartitions.Day(number: number).text == text)
    }

    @Test func aDayBeginsAtMidnight() {
        let day = HistoryPartitions.Day(of: Self.noon)
        #expect(day.text == "20250101")
        #expect(HistoryPartitions.Day(of: day.start) == day)
        #expect(HistoryPartitions.Day(of: day.start + .microseconds(-1)).next == day)
        #expect(HistoryPartitions.Day(of: Timestamp(microseconds: -1)).number == -1)
    }

    @Test func todayAndThreeDaysMoreAreMade() {
        let partitions = HistoryPartitions(
            existing: ["history_default", "history_20250102"], now: Self.noon, oldest: nil)
        #expect(partitions.missing.map(\.text) == ["20250101", "20250103", "20250104"])
    }

    @Test func whatNoOperationCanAskForGoes() {
        let existing: Set = [
            "history_default", "history_20241228", "history_20241230", "history_20241231", "history_20250101",
            "history_x0241228",
        ]
        let none = HistoryPartitions(existing: existing, now: Self.noon, oldest: nil)
        #expect(none.outdated == ["history_20241228", "history_20241230"])
        // 2024-12-30T12:00:00Z
        let old = HistoryPartitions(existing: existing, now: Self.noon, oldest: Self.noon + .seconds(-2 * 86_400))
        #expect(old.outdated == ["history_20241228"])
        let future = HistoryPartitions(existing: existing, now: Self.noon, oldest: Self.noon + .seconds(900_000))
        #expect(future.outdated == none.outdated)
    }
}
