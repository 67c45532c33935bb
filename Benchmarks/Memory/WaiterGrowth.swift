/// A server in a process of its own, seen from outside while more and more callers wait there over gRPC, each for an
/// operation of its own.
struct WaiterGrowth {
    struct Reading {
        let waiters: Int
        /// Resident memory of the process, in bytes.
        let bytes: Double
    }

    /// One for each number of waiters, in order.
    let readings: [Reading]

    /// - Parameter steps: how many wait at each reading; the first ones bring up whatever is shared.
    static func measure(_ probe: Probe, _ steps: [Int]) async throws -> WaiterGrowth {
        let child = try ChildProcess(probe)
        defer { child.end() }
        for await line in child.lines where line.word == "port" {
            guard let port = Int(line.value) else { continue }
            let messages = try (0..<(steps.last ?? 0)).map { try WaitCall.message(WaitingOperations.name($0)) }
            let streams = ParkedStreams(port: port, path: WaitCall.path, connections: ServedWaiters.connections) {
                messages[$0]
            }
            defer { streams.close() }
            try await streams.connect()
            return WaiterGrowth(readings: try await park(steps, streams, child))
        }
        throw BenchmarkFault("the probe '\(probe)' did not serve")
    }

    /// Bytes of each waiter that came between two readings.
    func perWaiter(_ step: Int) -> Double {
        let (before, after) = (readings[step - 1], readings[step])
        return (after.bytes - before.bytes) / Double(after.waiters - before.waiters)
    }

    private static func park(
        _ steps: [Int], _ streams: ParkedStreams, _ child: ChildProcess
    ) async throws -> [Reading] {
        var readings: [Reading] = []
        for step in steps {
            try await streams.park((step - (readings.last?.waiters ?? 0)) / ServedWaiters.connections)
            readings.append(Reading(waiters: step, bytes: try await resident(child, waiters: step)))
        }
        return readings
    }

    /// Reads the child's memory when so many calls wait there, and all has come to rest.
    private static func resident(_ child: ChildProcess, waiters: Int) async throws -> Double {
        var patience = 300
        for await line in child.lines where line.word == "parked" {
            if line.value == "\(waiters)" { break }
            patience -= 1
            guard patience > 0 else { throw BenchmarkFault("\(line.value) callers wait instead of \(waiters)") }
        }
        try await Task.sleep(for: .milliseconds(600))
        return try ProcessMemory.resident("\(child.id)")
    }
}
