import OperationsCore
import OperationsEngine

/// Who calls what, while lifecycles are counted.
enum LifecyclePattern: CaseIterable {
    /// 32 callers; each starts, leases and completes one operation at a time, in a queue of its own.
    case ownQueues
    /// The same, but all in one queue: a caller completes whichever operation it is given.
    case oneQueue
    /// One caller; each call is for 100 operations.
    case batches

    static let batchSize = 100

    var name: String {
        switch self {
        case .ownQueues: "lifecycles, 32 callers, own queues"
        case .oneQueue: "lifecycles, 32 callers, one queue"
        case .batches: "lifecycles, 1 caller, batches of \(Self.batchSize)"
        }
    }

    /// - Parameters:
    ///   - engines: the nodes that the callers use, one each in turn; of batches there is a caller for each.
    ///   - rounds: how often each caller goes round.
    /// - Returns: lifecycles.
    func run(on engines: [OperationEngine], rounds: Int) async throws -> Int {
        switch self {
        case .ownQueues: try await single(engines, rounds) { "queue-\($0)" }
        case .oneQueue: try await single(engines, rounds) { _ in "queue" }
        case .batches: try await batched(engines, rounds)
        }
    }

    private func single(
        _ engines: [OperationEngine], _ rounds: Int, queue: @escaping @Sendable (Int) -> String
    ) async throws -> Int {
        let callers = 32
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<callers {
                let queue = queue(caller)
                let engine = engines[caller % engines.count]
                group.addTask {
                    for _ in 0..<rounds { _ = try await engine.finished(in: queue) }
                }
            }
            try await group.waitForAll()
        }
        return callers * rounds
    }

    private func batched(_ engines: [OperationEngine], _ rounds: Int) async throws -> Int {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (caller, engine) in engines.enumerated() {
                group.addTask { try await batches(in: "batches-\(caller)", on: engine, rounds) }
            }
            try await group.waitForAll()
        }
        return engines.count * Self.batchSize * rounds
    }

    private func batches(in queue: String, on engine: OperationEngine, _ rounds: Int) async throws {
        let starts = Array(repeating: Work.start(in: queue), count: Self.batchSize)
        for _ in 0..<rounds {
            _ = try await engine.start(starts, parent: .root)
            let leases = try await engine.lease(Work.lease(Self.batchSize, from: queue))
            let results = try await engine.complete(leases.map { .success(Work.completion(of: $0)) }, parent: .root)
            guard results.count == Self.batchSize else { throw BenchmarkFault("a batch came back short") }
            for result in results { _ = try result.get() }
        }
    }
}
