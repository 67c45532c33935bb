/// Several servers under the same load, measured in turn so that whatever else the machine does hits all.
struct Contest {
    struct Contestant {
        let name: String
        let load: @Sendable (Duration) async throws -> LoadResult
    }

    struct Standing {
        let name: String
        /// Medians over the rounds.
        let rate: Double
        let serverMicroseconds: Double
        /// The median of the rounds' own ratios of rates, the program's to this one's.
        let ratio: Double
    }

    /// - Parameters:
    ///   - rounds: how many count; one more of each warms up. Default: as many as for reads.
    ///   - contestants: the program first.
    /// - Returns: the standings, the program first.
    static func run(
        _ effort: Effort, rounds: Int? = nil, _ contestants: [Contestant]
    ) async throws -> [Standing] {
        var results = contestants.map { _ in [LoadResult]() }
        for round in 0...(rounds ?? effort.readRounds) {
            // Who is first changes, so that nobody always inherits another's caches and heat.
            for offset in contestants.indices {
                let index = (round + offset) % contestants.count
                results[index].append(try await contestants[index].load(effort.slice))
            }
        }
        let counted = results.map { $0.dropFirst() }
        return zip(contestants, counted).map { contestant, own in
            Standing(
                name: contestant.name, rate: Statistics.median(own.map(\.rate)),
                serverMicroseconds: Statistics.median(own.map(\.otherMicroseconds)),
                ratio: Statistics.median(zip(counted[0], own).map { $0.rate / $1.rate }))
        }
    }
}

extension Row {
    /// The program against one other contestant.
    init(_ name: String, _ program: Contest.Standing, against other: Contest.Standing, aim: Double?) {
        self.init(
            name: name, measured: "\(Text.count(program.rate)) /s, \(Text.micros(program.serverMicroseconds))",
            baseline: "\(Text.count(other.rate)) /s, \(Text.micros(other.serverMicroseconds)), \(other.name)",
            ratio: Text.ratio(other.ratio), aim: aim.map { ">= \(Text.ratio($0))" } ?? "-",
            isMet: aim.map { other.ratio >= $0 })
    }
}
