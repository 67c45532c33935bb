import NIOPosix
import OperationsCore
import OperationsEngine
import OperationsMemory
import OperationsWire

/// How long it takes until 100,000 callers that wait for one operation over gRPC all have their answer.
enum MassWakeBenchmark {
    private static let connections = 10
    private static let callers = 100_000
    private static let aim = Duration.seconds(3)

    /// Until the last answer, and CPU time of an answer: the server's, and a little of the client's.
    private struct Wake {
        let span: Duration
        let microseconds: Double

        init(_ start: LoadClock, lastAnswer: ContinuousClock.Instant) {
            span = lastAnswer - start.time
            microseconds = (LoadClock().processCPU - start.processCPU) / Double(callers) * 1e6
        }
    }

    static func rows(_ effort: Effort) async throws -> [Row] {
        var own: [Wake] = []
        var bare: [Wake] = []
        for _ in 0..<max(effort.rounds / 2, 1) {
            let (wake, answer) = try await wakeDoor()
            own.append(wake)
            bare.append(try await wakeBare(answer))
        }
        let span = Statistics.median(own.map(\.span))
        return [
            Row(
                name: "wake-up of \(callers) callers over gRPC", measured: text(own),
                baseline: "\(text(bare)), bare frames",
                ratio: Text.ratio(span / Statistics.median(bare.map(\.span))), aim: "< \(Text.span(aim))",
                isMet: span < aim)
        ]
    }

    private static func text(_ wakes: [Wake]) -> String {
        "\(Text.span(Statistics.median(wakes.map(\.span)))), "
            + Text.micros(Statistics.median(wakes.map(\.microseconds)))
    }

    /// - Returns: also what the answers were.
    private static func wakeDoor() async throws -> (wake: Wake, answer: [UInt8]) {
        try await withEngine(on: MemoryStore(time: SystemTime())) { engine in
            let name = try await engine.start(Work.start(in: "all")).name.text
            let wake = try await withDoor(engine, streams: callers / connections) { port in
                try await park(name, on: port, count: { engine.waiterCount }) {
                    guard let record = try await engine.lease(Work.lease(from: "all")).first else {
                        throw BenchmarkFault("no lease")
                    }
                    let start = LoadClock()
                    _ = try await engine.complete(Work.completion(of: record))
                    return start
                }
            }
            return (wake, OperationBinary.bytes(try await engine.get(name), PayloadCodec(.binary, .shared)))
        }
    }

    /// The same answers, from a server that knows of nothing but frames.
    private static func wakeBare(_ answer: [UInt8]) async throws -> Wake {
        let held = HeldAnswers()
        let server = try await BareFrameServer.start(
            answer: answer, held: held, threads: MultiThreadedEventLoopGroup.singleton,
            maxConcurrentStreams: callers / connections)
        let wake = try await park("operations/any", on: server.port, count: { held.count }) {
            let start = LoadClock()
            held.release()
            return start
        }
        try await server.close()
        return wake
    }

    /// - Parameters:
    ///   - count: how many callers wait at the server.
    ///   - wake: says when it began.
    private static func park(
        _ name: String, on port: Int, count: () -> Int, wake: () async throws -> LoadClock
    ) async throws -> Wake {
        let message = try WaitCall.message(name)
        let streams = ParkedStreams(port: port, path: WaitCall.path, connections: connections) { _ in message }
        defer { streams.close() }
        try await streams.connect()
        try await streams.park(callers / connections)
        try await waitUntil { count() == callers }
        async let answers = streams.awaitAnswers(count: callers)
        let start = try await wake()
        return Wake(start, lastAnswer: try await answers.last)
    }
}
