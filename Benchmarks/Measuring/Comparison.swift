/// The program and its baseline, measured in turn so that whatever else the machine does hits both.
struct Comparison {
    /// Medians over the rounds.
    let measured: Double
    let baseline: Double
    /// The median of the rounds' own ratios.
    let ratio: Double

    /// - Parameters:
    ///   - rounds: how many count; one more of each warms up.
    ///   - measured: answers a rate.
    static func run(
        rounds: Int, measured: () async throws -> Double, baseline: () async throws -> Double
    ) async throws -> Comparison {
        var pairs: [(measured: Double, baseline: Double)] = []
        for round in 0...rounds {
            // Who is first changes, so that neither always inherits the other's caches and heat.
            if round.isMultiple(of: 2) {
                let first = try await measured()
                pairs.append((first, try await baseline()))
            } else {
                let first = try await baseline()
                pairs.append((try await measured(), first))
            }
        }
        pairs.removeFirst()
        return Comparison(
            measured: Statistics.median(pairs.map(\.measured)), baseline: Statistics.median(pairs.map(\.baseline)),
            ratio: Statistics.median(pairs.map { $0.measured / $0.baseline }))
    }
}
