import OperationsClient
import OperationsCore
import OperationsEngine

/// Each has a connection of its own.
struct WakeClients {
    let waiter: OperationsClient
    let completer: OperationsClient
}

extension GRPCWake {
    private static let connectionsOfOthers = 2

    static func withClients<Value: Sendable>(
        of port: Int, _ body: (WakeClients) async throws -> Value
    ) async throws -> Value {
        let endpoint = Endpoint(host: "127.0.0.1", port: port)
        return try await withOperationsClient(endpoint: endpoint) { waiter in
            try await withOperationsClient(endpoint: endpoint) { completer in
                try await body(WakeClients(waiter: waiter, completer: completer))
            }
        }
    }

    /// Runs `body` while the others wait at a server, each for an operation of its own.
    static func withCrowd<Value: Sendable>(
        at port: Int, _ engine: OperationEngine, _ waiting: () -> Int, _ body: () async throws -> Value
    ) async throws -> Value {
        let starts = Array(repeating: Work.start(in: "others"), count: WakeBenchmark.others)
        let messages = try await engine.start(starts, parent: .root).map { try WaitCall.message($0.name.text) }
        let streams = ParkedStreams(port: port, path: WaitCall.path, connections: connectionsOfOthers) { messages[$0] }
        defer { streams.close() }
        let before = waiting()
        try await streams.connect()
        try await streams.park(messages.count / connectionsOfOthers)
        try await waitUntil { waiting() == before + messages.count }
        return try await body()
    }
}
