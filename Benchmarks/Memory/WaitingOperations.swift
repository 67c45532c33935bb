import OperationsCore
import OperationsEngine

/// Operations that nobody works on, whose names a client knows by their numbers.
enum WaitingOperations {
    static func name(_ number: Int) -> String {
        "operations/\(id(number))"
    }

    static func start(_ count: Int, on engine: OperationEngine) async throws {
        for first in stride(from: 0, to: count, by: Limits.batchSize) {
            let starts = (first..<min(first + Limits.batchSize, count)).map { number in
                var start = Work.start(in: "waiting")
                start.operationID = id(number)
                return start
            }
            _ = try await engine.start(starts, parent: .root)
        }
    }

    /// All are of one length.
    private static func id(_ number: Int) -> String {
        "waiting-\(1_000_000 + number)"
    }
}
