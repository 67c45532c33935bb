import OperationsCore

/// How long after the completer's answer a waiter has its own, while 1,000 others wait for other operations.
enum WakeBenchmark {
    static let others = 1_000

    static func rows(_ effort: Effort) async throws -> [Row] {
        let bare = try await BareWake.delays(effort.wakes)
        let engine = try await EngineWake.delays(effort.wakes)
        let roundTrips = try await GRPCWake.roundTrips(effort.wakes)
        let grpc = try await GRPCWake.delays(effort.wakes)
        return rows("engine", engine, bare, "resuming a task") + rows("gRPC", grpc, roundTrips, "an empty call")
    }

    private static func rows(
        _ name: String, _ measured: [Duration], _ base: [Duration], _ baseline: String
    ) -> [Row] {
        [("p50", 0.5, Duration.milliseconds(2)), ("p99", 0.99, .milliseconds(10))].map { label, part, aim in
            Row(
                "wake-up, \(name), \(label)", Statistics.percentile(part, measured) ?? .zero,
                of: Statistics.percentile(part, base) ?? .zero, against: baseline, below: aim)
        }
    }

    /// Measures one wake-up after the other, after a few that warm up.
    ///
    /// - Parameter delay: answers how long the waiter's answer came after the completer's; one that came before counts as 0.
    static func collect(_ count: Int, _ delay: () async throws -> Duration) async throws -> [Duration] {
        var delays: [Duration] = []
        for _ in 0..<(count + 20) { delays.append(max(try await delay(), .zero)) }
        return Array(delays.dropFirst(20))
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
