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
                try await collect(count, port, others, parked: { engine.waiterCount }) {
                    let record = try await engine.startedAndLeased(in: "wake")
                    let report = Longrun_V1_CompleteOperationRequest.with {
                        $0.name = record.name.text
                        $0.leaseToken = record.lease?.token ?? ""
                    }
                    return (report.name, { try await $0.complete(report) })
                }
            }
        }
    }

    static func emptyDelays(_ count: Int) async throws -> [Duration] {
        let server = EmptyGRPCServer()
        let others = (0..<WakeBenchmark.others).map { "others/\($0)" }
        return try await withServer(server.serve) { port in
            try await collect(count, port, others, parked: { server.parkedCount }) {
                ("wake", { try await $0.cancel("wake") })
            }
        }
    }

    /// - Parameter next: makes the next operation, and says how it is ended.
    private static func collect(
        _ count: Int, _ port: Int, _ others: [String], parked: @escaping () -> Int,
        next: () async throws -> (name: String, end: (OperationsClient) async throws -> Void)
    ) async throws -> [Duration] {
        let endpoint = Endpoint(host: "127.0.0.1", port: port)
        return try await withParkedCalls(connectionsOfOthers, to: port, on: others) {
            try await waitUntil { parked() == others.count }
            return try await withOperationsClient(endpoint: endpoint) { waiter in
                try await withOperationsClient(endpoint: endpoint) { completer in
                    try await WakeBenchmark.collect(count) {
                        let (name, end) = try await next()
                        async let woken = wait(for: name, waiter)
                        try await waitUntil { parked() > others.count }
                        try await Task.sleep(for: .milliseconds(1))
                        try await end(completer)
                        let answered = ContinuousClock.now
                        return try await woken - answered
                    }
                }
            }
        }
    }

    @concurrent
    private static func wait(for name: String, _ client: OperationsClient) async throws -> ContinuousClock.Instant {
        _ = try await client.wait(name)
        return ContinuousClock.now
    }
}
