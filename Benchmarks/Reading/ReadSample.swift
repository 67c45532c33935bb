import OperationsCore
import OperationsEngine

/// The operations that are asked for, all finished and in memory.
enum ReadSample: CaseIterable {
    /// Nobody set metadata: the server puts its own together.
    case plain
    /// With metadata of 64 bytes that the producer set.
    case withMetadata

    var name: String {
        switch self {
        case .plain: "finished operation"
        case .withMetadata: "the same with its own metadata"
        }
    }

    func make(_ engine: OperationEngine) async throws -> String {
        var start = Work.start(in: "read")
        if self == .withMetadata { start.metadata = Work.payload }
        _ = try await engine.start(start)
        guard let lease = try await engine.lease(Work.lease(from: "read")).first else {
            throw BenchmarkFault("no lease")
        }
        return try await engine.complete(Work.completion(of: lease)).name.text
    }
}
