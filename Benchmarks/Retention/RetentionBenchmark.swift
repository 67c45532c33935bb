/// What callers notice of a purge, on SQLite: 4 of them start and read while a great many operations expire, against
/// the same on the same store while nothing does.
enum RetentionBenchmark {
    private static let aim = 2.0

    static func rows(_ effort: Effort) async throws -> [Row] {
        let expiring = effort.expiring
        let rounds = try await PurgeRounds(expiring: expiring, idleSpan: effort.slice * 15).run()
        let what = "while \(Text.count(Double(expiring.count))) operations expire"
        let rates = rounds.map { Double(expiring.groupSize) / ($0.span / .seconds(1)) }
        return rows("Start \(what)", rounds, \.starts) + rows("Get from the store \(what)", rounds, \.gets)
            + [
                Row(
                    name: "purged beside these calls", measured: "\(Text.count(Statistics.median(rates))) /s",
                    baseline: "-", ratio: "-")
            ]
    }

    private static func rows(
        _ name: String, _ rounds: [PurgeRounds.Round], _ calls: KeyPath<CallTimes, [Duration]>
    ) -> [Row] {
        [row("\(name), p50", 0.5, rounds, calls, aim: nil), row("\(name), p99", 0.99, rounds, calls, aim: aim)]
    }

    /// Medians over the rounds; the ratio is that of the rounds' own ratios.
    private static func row(
        _ name: String, _ part: Double, _ rounds: [PurgeRounds.Round], _ calls: KeyPath<CallTimes, [Duration]>,
        aim: Double?
    ) -> Row {
        let spans = rounds.map { Statistics.percentile(part, $0.purging[keyPath: calls]) ?? .zero }
        let bases = rounds.map { Statistics.percentile(part, $0.idle[keyPath: calls]) ?? .zero }
        let ratio = Statistics.median(zip(spans, bases).map { $0 / $1 })
        return Row(
            name: name, measured: Text.span(Statistics.median(spans)),
            baseline: "\(Text.span(Statistics.median(bases))), idle", ratio: Text.ratio(ratio),
            aim: aim.map { "< \(Text.ratio($0))" } ?? "-", isMet: aim.map { ratio < $0 })
    }
}
