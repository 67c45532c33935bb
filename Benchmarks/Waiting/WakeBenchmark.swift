import OperationsCore

/// How long after the completer's answer a waiter has its own, while 1,000 others wait for other operations at the same
/// server; over gRPC also how long after the completer's call.
enum WakeBenchmark {
    static let others = 1_000

    static func rows(_ effort: Effort) async throws -> [Row] {
        let bare = try await BareWake.delays(effort.wakes)
        let engine = try await EngineWake.delays(effort.wakes)
        let grpc = try await GRPCWake.delays(effort.wakes)
        return rows("wake-up, engine", engine, bare, "resuming a task", aims)
            + rows("wake-up, gRPC", grpc.own.map(\.sinceAnswer), grpc.empty, "an empty call on grpc-swift", aims)
            + rows(
                "complete and wake up, gRPC", grpc.own.map(\.sinceCall), grpc.empty, "an empty call on grpc-swift", [])
    }

    private static let aims = [Duration.milliseconds(2), .milliseconds(10)]

    private static func rows(
        _ name: String, _ measured: [Duration], _ base: [Duration], _ baseline: String, _ aims: [Duration]
    ) -> [Row] {
        [("p50", 0.5, aims.first), ("p99", 0.99, aims.last)].map { label, part, aim in
            Row(
                "\(name), \(label)", Statistics.percentile(part, measured) ?? .zero,
                of: Statistics.percentile(part, base) ?? .zero, against: baseline, below: aim)
        }
    }

    /// Measures one wake-up after the other, after a few that warm up.
    static func collect<Sample>(_ count: Int, _ measure: () async throws -> Sample) async throws -> [Sample] {
        let warmUps = 20
        var samples: [Sample] = []
        for _ in 0..<(count + warmUps) { samples.append(try await measure()) }
        return Array(samples.dropFirst(warmUps))
    }
}

/// Returns as soon as the condition holds.
func waitUntil(_ condition: () -> Bool) async throws {
    for _ in 0..<100_000 {
        if condition() { return }
        try await Task.sleep(for: .microseconds(200))
    }
    throw BenchmarkFault("what was waited for did not come")
}
