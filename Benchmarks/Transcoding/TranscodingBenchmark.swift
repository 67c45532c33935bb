import CAllocations
import OperationsAPI
import OperationsWire
import ProtoJSON
import SwiftProtobuf

/// Messages between binary and JSON by their descriptors, against SwiftProtobuf's code that was generated for them.
enum TranscodingBenchmark {
    static func rows(_ effort: Effort) async throws -> [Row] {
        let transcoder = PayloadTypes.shared.transcoder
        return try await rows(TranscodedSample.small, transcoder, effort)
            + rows(TranscodedSample.large, transcoder, effort)
    }

    private static func rows<M: Message & Equatable>(
        _ message: M, _ transcoder: Transcoder, _ effort: Effort
    ) async throws -> [Row] {
        let binary: [UInt8] = try message.serializedBytes()
        let json: [UInt8] = try message.jsonUTF8Bytes()
        let type = M.protoMessageName
        let ours: [UInt8] = try transcoder.json(of: binary, type: type)
        guard try M(jsonUTF8Bytes: ours) == message, try transcoder.binary(of: json, type: type).count == binary.count
        else { throw BenchmarkFault("the transcoder says something else than the generated code") }
        let size = "\(Text.count(Double(binary.count))) B"
        return [
            try await row("binary to JSON, \(size)", binary.count, effort) {
                try transcoder.json(of: binary, type: type).count
            } baseline: {
                (try M(serializedBytes: binary).jsonUTF8Bytes() as [UInt8]).count
            },
            try await row("JSON to binary, \(size)", binary.count, effort) {
                try transcoder.binary(of: json, type: type).count
            } baseline: {
                (try M(jsonUTF8Bytes: json).serializedBytes() as [UInt8]).count
            },
        ]
    }

    private static func row(
        _ name: String, _ size: Int, _ effort: Effort, _ ours: () throws -> Int, baseline: () throws -> Int
    ) async throws -> Row {
        let many = max(20, 2_000_000 / size)
        let comparison = try await Comparison.run(rounds: effort.rounds) {
            try rate(many, ours)
        } baseline: {
            try rate(many, baseline)
        }
        let counts = (try allocations(ours), try allocations(baseline))
        return Row(
            "\(name) (\(counts.0) allocations)", comparison, against: "generated code (\(counts.1) allocations)",
            unit: "/s", aim: 1)
    }

    private static func rate(_ many: Int, _ work: () throws -> Int) rethrows -> Double {
        var total = 0
        let time = try ContinuousClock().measure {
            for _ in 0..<many { total &+= try work() }
        }
        return total == 0 ? 0 : Double(many) / (time / .seconds(1))
    }

    private static func allocations(_ work: () throws -> Int) rethrows -> Int {
        let before = allocation_count()
        _ = try work()
        return allocation_count() - before
    }
}
