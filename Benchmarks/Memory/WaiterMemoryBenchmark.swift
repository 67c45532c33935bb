/// What one waiting caller costs in memory, with 10,000 of them, or 100,000 over gRPC, each waiting for an operation of
/// its own.
enum WaiterMemoryBenchmark {
    private static let aim = 1_024.0
    private static let servedAim = 2_048.0
    private static let processAim = 1e9

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
        return [
            engineRow(Statistics.median(engine), Statistics.median(tasks)),
            callRow(Statistics.median(calls), Statistics.median(tasks)),
        ] + (try await servedRows())
    }

    private static func servedRows() async throws -> [Row] {
        let steps = [Probe.waiters / 10, Probe.waiters, ServedWaiters.most]
        let door = try await WaiterGrowth.measure(.door, steps)
        let other = try await WaiterGrowth.measure(.otherGRPC, steps.dropLast())
        let bare = try await WaiterGrowth.measure(.bareFrames, steps)
        let title = "memory of a waiter over gRPC"
        return [
            servedRow("\(title), \(steps[1])", door.perWaiter(1), other.perWaiter(1), OtherGRPC.name),
            servedRow("\(title), \(steps[2])", door.perWaiter(2), bare.perWaiter(2), "bare frames"),
            row(
                "memory of the process, \(steps[2]) waiters", door.readings[2].bytes, bare.readings[2].bytes,
                "bare frames", atMost: processAim),
        ]
    }

    private static func servedRow(_ name: String, _ own: Double, _ base: Double, _ baseline: String) -> Row {
        row(name, own, base, baseline, atMost: servedAim)
    }

    private static func engineRow(_ own: Double, _ task: Double) -> Row {
        row("memory of a waiter, engine", own, task, "parked task", atMost: aim)
    }

    private static func row(
        _ name: String, _ own: Double, _ base: Double, _ baseline: String, atMost aim: Double
    ) -> Row {
        Row(
            name: name, measured: Text.bytes(own), baseline: "\(Text.bytes(base)), \(baseline)",
            ratio: Text.ratio(own / base), aim: "<= \(Text.bytes(aim))", isMet: own <= aim)
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
}
