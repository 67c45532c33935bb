import OperationsCore
import OperationsMemory
import OperationsTestKit

@testable import OperationsEngine

/// An engine on a store that it shares with others.
struct Node: Sendable {
    let engine: OperationEngine
    let store: SharedStoreNode
    let counts: CountingStore
    let faults: FaultyStore
    let payloads: NotedPayloads

    func lease(
        _ id: String = "x", duration: Duration? = nil, wait: Duration = .zero
    ) async throws -> OperationRecord {
        let selector = LeaseSelector(names: [try OperationName("operations/\(id)")])
        let leases = try await engine.lease(
            LeaseRequest(selector: selector, workerID: "w", duration: duration, waitTimeout: wait))
        guard let lease = leases.first else { throw FixtureError.nothingToLease }
        return lease
    }

    func complete(_ record: OperationRecord) async throws -> OperationRecord {
        try await engine.complete(CompletionReport(name: record.name.text, token: record.token))
    }
}

struct NodesFixture: Sendable {
    /// The store's.
    let time: ManualTime
    let shared: SharedStore
    let one: Node
    let other: Node

    /// Starts an operation on the first node and leases it there.
    func leased(_ id: String = "x", retryPolicy: RetryPolicy = RetryPolicy()) async throws -> OperationRecord {
        _ = try await one.engine.start(StartRequest(operationID: id, retryPolicy: retryPolicy))
        return try await one.lease(id)
    }

    /// Returns when a timer of a node waits for the end of a lease or of a wait.
    func alarm(at moment: Timestamp) async {
        await time.sleeper(until: Timestamp(microseconds: (moment.microseconds / 5_000 + 1) * 5_000))
    }

    func driver() -> StoreDriver {
        StoreDriver(store: shared.node(), time: time)
    }
}

/// Runs `body` beside two running engines on one store, once they have nothing to do.
///
/// - Parameter clocks: how far the clock of each is ahead of the store's.
func withNodes(
    clocks: (Duration, Duration) = (.zero, .zero), settings: EngineSettings = EngineSettings().unhurried,
    _ body: @Sendable (NodesFixture) async throws -> Void
) async throws {
    let time = ManualTime()
    let shared = SharedStore(MemoryStore(time: time))
    // Something far away for the timers to sleep until.
    let driver = StoreDriver(store: shared.node(), time: time)
    try await driver.start("far", queue: "far", deadline: time.now + .seconds(365 * 86_400))
    try await driver.apply(.cancel(gracePeriod: .zero), to: try await driver.start("ended", queue: "far").name)
    let one = try await node(shared, ShiftedTime(time, by: clocks.0), settings)
    let other = try await node(shared, ShiftedTime(time, by: clocks.1), settings)
    try await withThrowingTaskGroup { group in
        for node in [one, other] { group.addTask { try await node.engine.run() } }
        // Two timers, and the one that turns callers away.
        await time.sleepers(6)
        try await one.store.caughtUp()
        try await other.store.caughtUp()
        try await body(NodesFixture(time: time, shared: shared, one: one, other: other))
        group.cancelAll()
    }
}

private func node(
    _ shared: SharedStore, _ time: some TimeSource, _ settings: EngineSettings
) async throws -> Node {
    let store = shared.node()
    let faults = FaultyStore(store)
    let counts = CountingStore(faults)
    let payloads = NotedPayloads()
    let engine = try await OperationEngine(store: counts, payloads: payloads, settings: settings, time: time)
    return Node(engine: engine, store: store, counts: counts, faults: faults, payloads: payloads)
}
