import OperationsCore
import OperationsEngine
import OperationsMemory
import OperationsTestKit

/// A running engine on a store of its own, with a clock that the test moves.
struct EngineFixture: Sendable {
    let engine: OperationEngine
    let time: ManualTime
    let store: CountingStore
    let faults: FaultyStore

    /// Starts an operation and leases it.
    func leased(
        _ request: StartRequest = StartRequest(), worker: String = "w", duration: Duration? = nil
    ) async throws -> OperationRecord {
        let started = try await engine.start(request)
        let leases = try await engine.lease(
            LeaseRequest(
                selector: LeaseSelector(names: [started.name]), workerID: worker, duration: duration))
        guard let lease = leases.first else { throw FixtureError.nothingToLease }
        return lease
    }

    /// Waits for work on the default queue, as long as it takes.
    func nextLease(worker: String = "w") async throws -> OperationRecord {
        let leases = try await engine.lease(
            LeaseRequest(selector: LeaseSelector(), workerID: worker, waitTimeout: .seconds(3_600)))
        guard let lease = leases.first else { throw FixtureError.nothingToLease }
        return lease
    }

    func complete(_ record: OperationRecord, _ response: Payload? = nil) async throws -> OperationRecord {
        try await engine.complete(
            CompletionReport(name: record.name.text, token: record.token, response: response))
    }
}

enum FixtureError: Error {
    case nothingToLease
}

extension OperationRecord {
    /// The token of the lease the record carries; empty without one.
    var token: String { lease?.token ?? "" }

    var error: Status? {
        if case .error(let status) = result { status } else { nil }
    }
}

extension EngineSettings {
    /// Nobody is turned away because a test moves the clock while a command is on its way.
    var unhurried: EngineSettings {
        var settings = self
        settings.longestQueueTime = .seconds(1_000_000_000)
        return settings
    }
}

/// Runs `body` beside a running engine.
func withEngine(
    settings: EngineSettings = EngineSettings(), time: ManualTime = ManualTime(),
    store base: (any OperationStore)? = nil, _ body: @Sendable (EngineFixture) async throws -> Void
) async throws {
    let faults = FaultyStore(base ?? MemoryStore(time: time))
    let store = CountingStore(faults)
    let engine = try await OperationEngine(
        store: store, payloads: TextPayloads(), settings: settings.unhurried, time: time)
    try await withThrowingTaskGroup { group in
        group.addTask { try await engine.run() }
        try await body(EngineFixture(engine: engine, time: time, store: store, faults: faults))
        group.cancelAll()
    }
}

/// The reason of the error that `body` throws; nil when it throws none.
func reason(of body: () async throws -> Void) async -> ErrorReason? {
    do {
        try await body()
        return nil
    } catch {
        return (error as? ServiceError)?.reason
    }
}
