import GRPCCore
import GRPCNIOTransportHTTP2Posix
import OperationsAPI
import SwiftProtobuf
import OperationsCore
import OperationsEngine
import OperationsMemory

/// GetOperation over gRPC against a handler that answers an empty operation: 8 connections with 16 calls each.
enum GRPCGetBenchmark {
    private static let connections = 8
    private static let callers = connections * 16

    static func rows(_ effort: Effort) async throws -> [Row] {
        let empty = EmptyGRPCServer()
        return try await withEngine(on: MemoryStore(time: SystemTime())) { engine in
            try await withGRPCDoor(engine) { port in
                try await withServer(empty.serve) { emptyPort in
                    try await rows(effort, engine, port, emptyPort)
                }
            }
        }
    }

    private static func rows(
        _ effort: Effort, _ engine: OperationEngine, _ port: Int, _ emptyPort: Int
    ) async throws -> [Row] {
        try await withConnections(connections, to: port) { real in
            try await withConnections(connections, to: emptyPort) { empty in
                var rows: [Row] = []
                for sample in ReadSample.allCases {
                    let name = try await sample.make(engine)
                    let comparison = try await Comparison.run(rounds: effort.readRounds) {
                        try await rate(real, name, effort)
                    } baseline: {
                        try await rate(empty, name, effort)
                    }
                    rows.append(
                        Row(
                            "Get over gRPC, \(sample.name)", comparison, against: "empty handler", unit: "/s", aim: 0.85
                        ))
                }
                return rows
            }
        }
    }

    private static func rate(_ connections: [Connection], _ name: String, _ effort: Effort) async throws -> Double {
        let clients = connections.map { Google_Longrunning_Operations.Client(wrapping: $0) }
        let request = Google_Longrunning_GetOperationRequest.with { $0.name = name }
        return try await Load.rate(callers: callers, for: effort.slice) { caller in
            _ = try await clients[caller % clients.count].getOperation(request)
        }
    }
}
