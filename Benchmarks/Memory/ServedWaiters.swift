import OperationsCore
import OperationsEngine
import OperationsMemory

/// Waiters of a server; this process serves, its parent measures and is the client.
enum ServedWaiters {
    static func serveDoor() async throws {
        try await withEngine(on: MemoryStore(time: SystemTime())) { engine in
            let names = try await engine.pendingOperations(Probe.waiters)
            try await withGRPCDoor(engine) { port in
                for name in names { Probe.say("name", name) }
                try await report(port) { engine.waiterCount }
            }
        }
    }

    static func serveBare() async throws {
        let server = EmptyGRPCServer()
        try await withServer(server.serve) { port in
            for index in 0..<Probe.waiters { Probe.say("name", "operations/\(index)") }
            try await report(port) { server.parkedCount }
        }
    }

    /// Says how many wait, again and again, until the parent is gone.
    private static func report(_ port: Int, _ count: () -> Int) async throws {
        Probe.say("port", port)
        while true {
            ProcessMemory.trim()
            Probe.say("parked", count())
            try await Task.sleep(for: .milliseconds(200))
        }
    }
}
