/// What one waiting caller costs in memory, with 10,000 of them, each waiting for an operation of its own.
enum WaiterMemoryBenchmark {
    private static let connections = 20
    private static let aim = 1_024.0

    static func rows(_ effort: Effort) async throws -> [Row] {
        let rounds = effort.rounds / 2
        var tasks: [Double] = []
        var engine: [Double] = []
        var calls: [Double] = []
        for _ in 0..<rounds {
            tasks.append(try await local(.tasks))
            engine.append(try await local(.engine))
            calls.append(try await local(.engineCalls))
        }
        let bare = try await served(.bareGRPC)
        let grpc = try await served(.grpc)
        return [
            engineRow(Statistics.median(engine), Statistics.median(tasks)),
            callRow(Statistics.median(calls), Statistics.median(tasks)),
            Row(
                name: "memory of a waiter, gRPC server", measured: Text.bytes(grpc),
                baseline: "\(Text.bytes(bare)), bare handler", ratio: Text.ratio(grpc / bare), aim: "reported"),
        ]
    }

    private static func engineRow(_ own: Double, _ task: Double) -> Row {
        Row(
            name: "memory of a waiter, engine", measured: Text.bytes(own),
            baseline: "\(Text.bytes(task)), parked task", ratio: Text.ratio(own / task),
            aim: "<= \(Text.bytes(aim))", isMet: own <= aim)
    }

    /// What an asynchronous call holds beside the task in which it runs: the waiter, and the frames it rests in.
    private static func callRow(_ call: Double, _ task: Double) -> Row {
        Row(
            name: "memory of a waiting call, engine", measured: "\(Text.bytes(call - task)) + its task",
            baseline: "\(Text.bytes(task)), parked task", ratio: Text.ratio(call / task), aim: "reported")
    }

    private static func local(_ probe: Probe) async throws -> Double {
        let child = try ChildProcess(probe)
        for await line in child.lines where line.word == "bytes" {
            if let bytes = Double(line.value) { return bytes }
        }
        throw BenchmarkFault("the probe '\(probe)' measured nothing")
    }

    /// Bytes per call that waits, in the serving process.
    private static func served(_ probe: Probe) async throws -> Double {
        let child = try ChildProcess(probe)
        defer { child.end() }
        var names: [String] = []
        var lines = child.lines.makeAsyncIterator()
        while let line = await lines.next() {
            if line.word == "name" { names.append(line.value) }
            guard line.word == "port", let port = Int(line.value) else { continue }
            return try await growth(child, port, names)
        }
        throw BenchmarkFault("the probe '\(probe)' did not serve")
    }

    /// The first tenth of the calls brings up whatever is shared.
    private static func growth(_ child: ChildProcess, _ port: Int, _ names: [String]) async throws -> Double {
        let first = names.prefix(names.count / 10)
        let others = names.dropFirst(first.count)
        return try await withParkedCalls(connections, to: port, on: Array(first)) {
            let before = try await resident(child, parked: first.count)
            return try await withParkedCalls(connections, to: port, on: Array(others)) {
                let after = try await resident(child, parked: names.count)
                return (after - before) / Double(others.count)
            }
        }
    }

    /// Reads the child's memory when so many calls wait there, and all has come to rest.
    private static func resident(_ child: ChildProcess, parked: Int) async throws -> Double {
        for await line in child.lines where line.word == "parked" && line.value == "\(parked)" {
            break
        }
        try await Task.sleep(for: .milliseconds(600))
        return try ProcessMemory.resident("\(child.id)")
    }
}
