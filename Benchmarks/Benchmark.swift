/// One thing to measure, and how.
struct Benchmark {
    let name: String
    let measure: (Effort) async throws -> [Row]

    /// In the order of the table.
    static var all: [Benchmark] {
        [
            Benchmark(name: "lifecycle", measure: LifecycleBenchmark.rows),
            Benchmark(name: "get-grpc", measure: GRPCGetBenchmark.rows),
            Benchmark(name: "get-rest", measure: RESTGetBenchmark.rows),
            Benchmark(name: "start-grpc", measure: GRPCStartBenchmark.rows),
            Benchmark(name: "complete-grpc", measure: GRPCCompleteBenchmark.rows),
            Benchmark(name: "wake", measure: WakeBenchmark.rows),
            Benchmark(name: "wake-all", measure: MassWakeBenchmark.rows),
            Benchmark(name: "waiter-memory", measure: WaiterMemoryBenchmark.rows),
            Benchmark(name: "lists", measure: ListBenchmark.rows),
            Benchmark(name: "transcode", measure: TranscodingBenchmark.rows),
            Benchmark(name: "routing", measure: RoutingBenchmark.rows),
            Benchmark(name: "purge", measure: RetentionBenchmark.rows),
            Benchmark(name: "statements", measure: StatementsBenchmark.rows),
            Benchmark(name: "postgres-lifecycle", measure: PostgresLifecycleBenchmark.rows),
            Benchmark(name: "postgres-wake", measure: PostgresWakeBenchmark.rows),
            Benchmark(name: "postgres-lease", measure: PostgresLeaseBenchmark.rows),
        ]
    }
}

/// How long to measure.
struct Effort {
    /// Pairs of measurements, the program and its baseline in turn.
    let rounds: Int
    /// The same for reads, which are measured in short slices.
    let readRounds: Int
    let slice: Duration
    /// How often each of the 32 callers, or the one with batches, goes round in one measurement.
    let lifecycles: Int
    let wakes: Int
    /// How many operations the stores hold from which lists are read, the smallest first.
    var listSizes: [Int]
    let listRounds: Int
    /// What is purged while others call.
    let expiring: ExpiringOperations

    static let full = Effort(
        rounds: 7, readRounds: 15, slice: .milliseconds(400), lifecycles: 100, wakes: 500,
        listSizes: [10_000, 1_000_000], listRounds: 300,
        expiring: ExpiringOperations(groups: 10, groupSize: 100_000))
    static let quick = Effort(
        rounds: 3, readRounds: 3, slice: .milliseconds(150), lifecycles: 20, wakes: 100,
        listSizes: [10_000, 100_000], listRounds: 100,
        expiring: ExpiringOperations(groups: 5, groupSize: 10_000))
}
