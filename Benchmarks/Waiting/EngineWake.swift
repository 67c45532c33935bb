import OperationsCore
import OperationsEngine

/// Wake-ups inside the engine, on SQLite.
enum EngineWake {
    static func delays(_ count: Int) async throws -> [Duration] {
        try await withSQLiteEngine { try await delays(count, completing: $0, waiting: $0) }
    }

    /// - Parameters:
    ///   - completer: where operations are completed.
    ///   - waiter: where their ends are waited for; perhaps another node.
    static func delays(
        _ count: Int, completing completer: OperationEngine, waiting waiter: OperationEngine
    ) async throws -> [Duration] {
        try await withOthers(waitingIn: waiter) {
            try await WakeBenchmark.collect(count) { try await delay(completer, waiter) }
        }
    }

    private static func delay(_ engine: OperationEngine, _ waiter: OperationEngine) async throws -> Duration {
        let record = try await engine.startedAndLeased(in: "wake")
        async let woken = wait(for: record, waiter)
        try await waitUntil { waiter.waiterCount > WakeBenchmark.others }
        // The waiter is in the table; let it come to rest.
        try await Task.sleep(for: .milliseconds(1))
        _ = try await engine.complete(Work.completion(of: record))
        let answered = ContinuousClock.now
        return max(try await woken - answered, .zero)
    }

    @concurrent
    private static func wait(for record: OperationRecord, _ engine: OperationEngine) async throws
        -> ContinuousClock.Instant
    {
        _ = try await engine.wait(for: record.name.text)
        return ContinuousClock.now
    }

    /// Runs `body` while the others wait, each for an operation of its own.
    private static func withOthers(
        waitingIn engine: OperationEngine, _ body: () async throws -> [Duration]
    ) async throws -> [Duration] {
        let starts = Array(repeating: Work.start(in: "others"), count: WakeBenchmark.others)
        let records = try await engine.start(starts, parent: .root)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for record in records {
                group.addTask { _ = try await engine.wait(for: record.name.text) }
            }
            defer { group.cancelAll() }
            try await waitUntil { engine.waiterCount == WakeBenchmark.others }
            return try await body()
        }
    }
}
