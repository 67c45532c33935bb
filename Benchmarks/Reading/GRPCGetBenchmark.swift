import OperationsAPI
import OperationsCore
import OperationsEngine
import OperationsMemory
import OperationsWire
import NIOPosix
import SwiftProtobuf

/// GetOperation over gRPC, from one thread that asks over 8 connections: the program, a bare handler of HTTP/2 frames,
/// and the same call on grpc-swift.
enum GRPCGetBenchmark {
    private static let connections = 8
    private static let path = "/google.longrunning.Operations/GetOperation"

    static func rows(_ effort: Effort) async throws -> [Row] {
        try await withEngine(on: MemoryStore(time: SystemTime())) { engine in
            try await withDoor(engine) { port in
                try await OtherGRPC.serve { otherPort, _ in
                    var rows: [Row] = []
                    for streams in [16, 1] {
                        for sample in ReadSample.allCases {
                            rows += try await contest(effort, engine, sample, streams, port, otherPort)
                        }
                    }
                    return rows
                }
            }
        }
    }

    private static func contest(
        _ effort: Effort, _ engine: OperationEngine, _ sample: ReadSample, _ streams: Int, _ port: Int, _ otherPort: Int
    ) async throws -> [Row] {
        let name = try await sample.make(engine)
        let request: [UInt8] = try Google_Longrunning_GetOperationRequest.with { $0.name = name }.serializedBytes()
        let record = try await engine.get(name)
        let bare = try await BareFrameServer.start(
            answer: OperationBinary.bytes(record, PayloadCodec(.binary, .shared)),
            threads: MultiThreadedEventLoopGroup.singleton)
        let loads = [port, bare.port, otherPort].map {
            HTTP2Load(port: $0, path: path, message: request, connections: connections, streams: streams)
        }
        for load in loads { try await load.connect() }
        let names = ["longrun", "bare frames", OtherGRPC.name]
        let standings = try await Contest.run(
            effort, zip(names, loads).map { name, load in .init(name: name) { try await load.run(for: $0) } })
        for load in loads { load.close() }
        try await bare.close()
        let title = "Get over gRPC, 8 x \(streams), \(sample.name)"
        return [
            Row(title, standings[0], against: standings[1], aim: 0.85),
            Row(title, standings[0], against: standings[2], aim: 3),
        ]
    }
}
