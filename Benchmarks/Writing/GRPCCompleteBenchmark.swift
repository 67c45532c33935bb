import OperationsAPI
import OperationsCore
import OperationsEngine
import SwiftProtobuf

/// CompleteOperation over gRPC on SQLite, each for an operation of its own: bursts of calls, all at once.
enum GRPCCompleteBenchmark {
    private static let connections = 8
    private static let calls = 500
    private static let path = "/longrun.v1.Worker/CompleteOperation"

    static func rows(_ effort: Effort) async throws -> [Row] {
        return try await withSQLiteEngine { engine in
            try await withDoor(engine) { port in
                try await OtherGRPC.serve { otherPort, _ in
                    let servers = [("longrun", port), (OtherGRPC.name, otherPort)]
                    let standings = try await Contest.run(
                        effort, rounds: effort.rounds,
                        servers.map { name, port in .init(name: name) { _ in try await burst(engine, port) } })
                    return [
                        Row(
                            "Complete over gRPC, SQLite, \(connections) x \(calls)", standings[0],
                            against: standings[1], aim: nil)
                    ]
                }
            }
        }
    }

    private static func burst(_ engine: OperationEngine, _ port: Int) async throws -> LoadResult {
        let messages = try await engine.leases(connections * calls).map(message)
        let streams = ParkedStreams(port: port, path: path, connections: connections) { messages[$0] }
        defer { streams.close() }
        try await streams.connect()
        return try await streams.burst(calls)
    }

    private static func message(_ record: OperationRecord) throws -> [UInt8] {
        try Longrun_V1_CompleteOperationRequest.with {
            $0.name = record.name.text
            $0.leaseToken = record.lease?.token ?? ""
            $0.response = Work.any
        }.serializedBytes()
    }
}

extension OperationEngine {
    /// So many new operations that a worker holds.
    fileprivate func leases(_ count: Int) async throws -> [OperationRecord] {
        var start = Work.start(in: "complete")
        start.metadata = Work.payload
        var records: [OperationRecord] = []
        while records.count < count {
            let size = min(count - records.count, Limits.batchSize)
            _ = try await self.start(Array(repeating: start, count: size), parent: .root)
            let leased = try await lease(Work.lease(size, from: "complete"))
            guard leased.count == size else { throw BenchmarkFault("\(leased.count) leases instead of \(size)") }
            records += leased
        }
        return records
    }
}
