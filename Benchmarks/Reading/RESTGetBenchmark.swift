import NIOPosix
import OperationsCore
import OperationsEngine
import OperationsMemory
import OperationsWire

/// GetOperation over REST, from one thread that asks over 32 connections, kept alive: the program, a bare handler of
/// HTTP/1.1, and the same call on Hummingbird.
enum RESTGetBenchmark {
    private static let connections = 32

    static func rows(_ effort: Effort) async throws -> [Row] {
        try await withEngine(on: MemoryStore(time: SystemTime())) { engine in
            try await withDoor(engine) { port in
                try await OtherREST.serve { otherPort in
                    var rows: [Row] = []
                    for sample in ReadSample.allCases {
                        rows += try await contest(effort, engine, sample, port, otherPort)
                    }
                    return rows
                }
            }
        }
    }

    private static func contest(
        _ effort: Effort, _ engine: OperationEngine, _ sample: ReadSample, _ port: Int, _ otherPort: Int
    ) async throws -> [Row] {
        let record = try await engine.get(try await sample.make(engine))
        let bare = try await BareHTTP1Server.start(
            answer: OperationJSON.bytes(record, PayloadCodec(.json, .shared)),
            threads: MultiThreadedEventLoopGroup.singleton)
        let loads = [port, bare.port, otherPort].map {
            HTTP1Load(port: $0, path: "/v1/\(record.name.text)", connections: connections)
        }
        for load in loads { try await load.connect() }
        let names = ["longrun", "bare HTTP/1.1", OtherREST.name]
        let standings = try await Contest.run(
            effort, zip(names, loads).map { name, load in .init(name: name) { try await load.run(for: $0) } })
        for load in loads { load.close() }
        try await bare.close()
        let title = "Get over REST, 32 x 1, \(sample.name)"
        return [
            Row(title, standings[0], against: standings[1], aim: nil),
            Row(title, standings[0], against: standings[2], aim: 1),
        ]
    }
}
