import OperationsClient

@testable import OperationsWorker

/// A worker on a fake server and on a test's time, while `body` runs.
func withWorker(
    concurrency: Int = 1, _ server: FakeServer, _ time: ManualTime, handler: @escaping AttemptHandler,
    _ body: (_ stop: Gate) async throws -> Void
) async throws {
    let stop = Gate()
    let configuration = WorkerConfiguration(queues: ["q"], concurrency: concurrency, workerID: "w")
    let runner = WorkerRunner(
        calls: server, time: time, configuration: configuration, observe: { _ in }, handler: handler)
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await runner.run { await stop.wait() } }
        try await body(stop)
        stop.open()
        try await group.waitForAll()
    }
}

/// Returns when its task is cancelled.
func untilCancelled() async {
    await Gate().wait()
}
