import NIOPosix
import OperationsCore
import OperationsEngine
import OperationsMemory

/// Waiters of a server; this process serves, its parent measures and is the client.
enum ServedWaiters {
    /// Of the client.
    static let connections = 10
    static let most = 100_000

    static func serveDoor() async throws {
        try await withEngine(on: MemoryStore(time: SystemTime())) { engine in
            try await WaitingOperations.start(most, on: engine)
            try await withDoor(engine, streams: most / connections) { port in
                try await report(port) { engine.waiterCount }
            }
        }
    }

    static func serveOther() async throws {
        try await withEngine(on: MemoryStore(time: SystemTime())) { engine in
            try await WaitingOperations.start(Probe.waiters, on: engine)
            try await OtherGRPC.serve { port, waiting in try await report(port, waiting) }
        }
    }

    static func serveBareFrames() async throws {
        let held = HeldAnswers()
        let server = try await BareFrameServer.start(
            answer: [], held: held, threads: MultiThreadedEventLoopGroup.singleton,
            maxConcurrentStreams: most / connections)
        try await report(server.port) { held.count }
    }

    /// Says how many wait, again and again, until the parent is gone.
    private static func report(_ port: Int, _ waiting: () -> Int) async throws {
        Probe.say("port", port)
        while true {
            ProcessMemory.trim()
            Probe.say("parked", waiting())
            try await Task.sleep(for: .milliseconds(200))
        }
    }
}
