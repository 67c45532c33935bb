import OperationsCore
import OperationsEngine

/// How long after an answer on one node another node's caller has its own: a waiter after the completion, a parked
/// worker after the start.
enum PostgresWakeBenchmark {
    static func rows(_ effort: Effort) async throws -> [Row] {
        try await PostgresSite.rows { site in
            try await site.withNodes(2) { _, engines in
                guard let here = engines.first, let there = engines.last else { return [] }
                let bare = try await BareWake.delays(effort.wakes)
                let waiters = try await EngineWake.delays(effort.wakes, completing: here, waiting: there)
                let workers = try await WakeBenchmark.collect(effort.wakes) { try await handOver(here, there) }
                return rows("wake-up across nodes", waiters, bare) + rows("work handed across nodes", workers, bare)
            }
        }
    }

    private static func rows(_ name: String, _ measured: [Duration], _ base: [Duration]) -> [Row] {
        [("p50", 0.5, Duration.milliseconds(5)), ("p99", 0.99, .milliseconds(20))].map { label, part, aim in
            Row(
                "\(name), \(label)", Statistics.percentile(part, measured) ?? .zero,
                of: Statistics.percentile(part, base) ?? .zero, against: "resuming a task", below: aim)
        }
    }

    private static func handOver(_ here: OperationEngine, _ there: OperationEngine) async throws -> Duration {
        async let leased = lease(there)
        // The call is parked some time after it was made.
        try await Task.sleep(for: .milliseconds(5))
        _ = try await here.start(Work.start(in: "across"))
        let answered = ContinuousClock.now
        let (record, received) = try await leased
        _ = try await here.complete(Work.completion(of: record))
        return max(received - answered, .zero)
    }

    @concurrent
    private static func lease(_ engine: OperationEngine) async throws -> (OperationRecord, ContinuousClock.Instant) {
        var request = Work.lease(from: "across")
        request.waitTimeout = .seconds(30)
        guard let record = try await engine.lease(request).first else { throw BenchmarkFault("no lease") }
        return (record, ContinuousClock.now)
    }
}
