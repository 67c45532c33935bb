import OperationsAPI
import OperationsCore
import OperationsEngine
import SwiftProtobuf

/// StartOperation over gRPC on SQLite, from one thread with 16 callers on each of 8 connections.
enum GRPCStartBenchmark {
    private static let connections = 8
    private static let streams = 16
    private static let path = "/longrun.v1.Producer/StartOperation"

    static func rows(_ effort: Effort) async throws -> [Row] {
        return try await withSQLiteEngine { engine in
            try await withDoor(engine) { port in
                try await OtherGRPC.serve { otherPort, _ in
                    let standings = try await contest(effort, [("longrun", port), (OtherGRPC.name, otherPort)])
                    return [
                        Row(
                            "Start over gRPC, SQLite, \(connections) x \(streams)", standings[0],
                            against: standings[1], aim: nil)
                    ]
                }
            }
        }
    }

    private static func contest(
        _ effort: Effort, _ servers: [(name: String, port: Int)]
    ) async throws -> [Contest.Standing] {
        let message = try message()
        let loads = servers.map {
            HTTP2Load(port: $0.port, path: path, message: message, connections: connections, streams: streams)
        }
        defer { for load in loads { load.close() } }
        for load in loads { try await load.connect() }
        return try await Contest.run(
            effort,
            zip(servers, loads).map { server, load in .init(name: server.name) { try await load.run(for: $0) } })
    }

    /// It brings its own metadata, so that all answers are of one length.
    private static func message() throws -> [UInt8] {
        try Longrun_V1_StartOperationRequest.with {
            $0.queue = "start"
            $0.request = Work.any
            $0.metadata = Work.any
        }.serializedBytes()
    }
}
