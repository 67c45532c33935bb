import OperationsAPI
import OperationsClient
import OperationsCore
import OperationsEngine
import SwiftProtobuf

/// Wake-ups from client to client over gRPC: one waits, the other completes.
enum GRPCWake {
    /// When the waiter had its answer.
    struct Wake {
        let sinceCall: Duration
        /// 0 when it was there before the completer's own.
        let sinceAnswer: Duration
    }

    struct Delays {
        let own: [Wake]
        /// From a client's call until its answer, when the handler does nothing.
        let empty: [Duration]
    }

    /// Measured in turn.
    static func delays(_ count: Int) async throws -> Delays {
        try await withSQLiteEngine { engine in
            try await withDoor(engine) { port in
                try await withCrowd(at: port, engine, { engine.waiterCount }) {
                    try await withClients(of: port) { clients in
                        try await OtherGRPC.serve { emptyPort, _ in
                            try await withClients(of: emptyPort) { try await delays(count, engine, clients, empty: $0) }
                        }
                    }
                }
            }
        }
    }

    private static func delays(
        _ count: Int, _ engine: OperationEngine, _ own: WakeClients, empty: WakeClients
    ) async throws -> Delays {
        let samples = try await WakeBenchmark.collect(count) {
            (own: try await wake(engine, own), empty: try await roundTrip(empty))
        }
        return Delays(own: samples.map(\.own), empty: samples.map(\.empty))
    }

    private static func wake(_ engine: OperationEngine, _ clients: WakeClients) async throws -> Wake {
        let record = try await engine.startedAndLeased(in: "wake")
        let others = engine.waiterCount
        async let woken = wait(for: record.name.text, clients.waiter)
        try await waitUntil { engine.waiterCount > others }
        try await Task.sleep(for: .milliseconds(1))
        let called = ContinuousClock.now
        try await clients.completer.complete(
            .with {
                $0.name = record.name.text
                $0.leaseToken = record.lease?.token ?? ""
            })
        let answered = ContinuousClock.now
        let end = try await woken
        return Wake(sinceCall: end - called, sinceAnswer: max(end - answered, .zero))
    }

    @concurrent
    private static func wait(for name: String, _ client: OperationsClient) async throws -> ContinuousClock.Instant {
        _ = try await client.wait(name)
        return ContinuousClock.now
    }

    private static func roundTrip(_ clients: WakeClients) async throws -> Duration {
        let start = ContinuousClock.now
        _ = try await clients.waiter.get("operations/empty")
        return ContinuousClock.now - start
    }
}
