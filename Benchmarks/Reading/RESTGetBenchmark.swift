import HTTPTypes
import Hummingbird
import NIOCore
import OperationsCore
import OperationsEngine
import OperationsMemory

/// GetOperation over REST against a responder with a constant body: 32 connections, kept alive, from one thread.
enum RESTGetBenchmark {
    private static let connections = 32

    static func rows(_ effort: Effort) async throws -> [Row] {
        try await withEngine(on: MemoryStore(time: SystemTime())) { engine in
            try await withRESTDoor(engine) { port in
                try await withServer(serveEmpty) { emptyPort in
                    var rows: [Row] = []
                    for sample in ReadSample.allCases {
                        rows.append(try await row(sample, effort, engine, port, emptyPort))
                    }
                    return rows
                }
            }
        }
    }

    private static func row(
        _ sample: ReadSample, _ effort: Effort, _ engine: OperationEngine, _ port: Int, _ emptyPort: Int
    ) async throws -> Row {
        let path = "/v1/" + (try await sample.make(engine))
        let real = try HTTPLoad(port: port, path: path, connections: connections)
        let empty = try HTTPLoad(port: emptyPort, path: path, connections: connections)
        let comparison = try await Comparison.run(rounds: effort.readRounds) {
            try await real.rate(for: effort.slice)
        } baseline: {
            try await empty.rate(for: effort.slice)
        }
        return Row("Get over REST, \(sample.name)", comparison, against: "empty handler", unit: "/s", aim: 0.85)
    }

    /// The transport of the REST door with nothing behind it.
    @Sendable private static func serveEmpty(_ listening: @escaping @Sendable (String) -> Void) async throws {
        let body = ByteBuffer(string: "{}")
        let responder = CallbackResponder<BasicRequestContext> { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json; charset=UTF-8"],
                body: ResponseBody(byteBuffer: body))
        }
        let application = Application(
            responder: responder,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0), serverName: "longrun"),
            onServerRunning: { channel in
                if let port = channel.localAddress?.port { listening("127.0.0.1:\(port)") }
            },
            logger: .silent)
        try await application.run()
    }
}
