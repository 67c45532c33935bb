import OperationsAPI
import SwiftProtobuf
import OperationsClient
import OperationsCore
import OperationsEngine

/// Wake-ups from client to client over gRPC: one waits, the other completes.
enum GRPCWake {
    private static let connectionsOfOthers = 2

    static func delays(_ count: Int) async throws -> [Duration] {
        try await withSQLiteEngine { engine in
            let starts = Array(repeating: Work.start(in: "others"), count: WakeBenchmark.others)
            let others = try await engine.start(starts, parent: .root).map(\.name.text)
            return try await withGRPCDoor(engine) { port in
                try await withParkedCalls(connectionsOfOthers, to: port, on: others) {
                    try await waitUntil { engine.waiterCount == others.count }
                    return try await delays(count, engine, Endpoint(host: "127.0.0.1", port: port))
                }
            }
        }
    }

    private static func delays(_ count: Int, _ engine: OperationEngine, _ endpoint: Endpoint) async throws -> [Duration]
    {
        try await withOperationsClient(endpoint: endpoint) { waiter in
            try await withOperationsClient(endpoint: endpoint) { completer in
                try await WakeBenchmark.collect(count) { try await delay(engine, waiter, completer) }
            }
        }
    }

    private static func delay(
        _ engine: OperationEngine, _ waiter: OperationsClient, _ completer: OperationsClient
    ) async throws -> Duration {
        let record = try await engine.startedAndLeased(in: "wake")
        async let woken = wait(for: record.name.text, waiter)
        try await waitUntil { engine.waiterCount > WakeBenchmark.others }
        try await Task.sleep(for: .milliseconds(1))
        try await completer.complete(
            .with {
                $0.name = record.name.text
                $0.leaseToken = record.lease?.token ?? ""
            })
        let answered = ContinuousClock.now
        return try await woken - answered
    }

    @concurrent
    private static func wait(for name: String, _ client: OperationsClient) async throws -> ContinuousClock.Instant {
        _ = try await client.wait(name)
        return ContinuousClock.now
    }

    /// From a client's call until its answer, when the handler does nothing.
    static func roundTrips(_ count: Int) async throws -> [Duration] {
        try await withServer(EmptyGRPCServer().serve) { port in
            try await withOperationsClient(endpoint: Endpoint(host: "127.0.0.1", port: port)) { client in
                try await WakeBenchmark.collect(count) {
                    let start = ContinuousClock.now
                    _ = try await client.get("operations/empty")
                    return ContinuousClock.now - start
                }
            }
        }
    }
}
