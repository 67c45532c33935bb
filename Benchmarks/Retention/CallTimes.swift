import OperationsCore
import OperationsEngine

/// How long calls took, by kind.
struct CallTimes: Sendable {
    var starts: [Duration] = []
    var gets: [Duration] = []

    static let callers = 4
    private static let warmUps = 50

    /// Callers that each start an operation, read another from the store, and begin again.
    ///
    /// - Parameter isOver: asked after each round.
    static func measure(
        on engine: OperationEngine, reading names: [String], until isOver: @escaping @Sendable () -> Bool
    ) async throws -> CallTimes {
        try await withThrowingTaskGroup(of: CallTimes.self) { group in
            for caller in 0..<callers {
                group.addTask { try await rounds(caller, engine, names, until: isOver) }
            }
            return try await group.reduce(into: CallTimes()) { all, one in
                all.starts += one.starts
                all.gets += one.gets
            }
        }
    }

    @concurrent
    private static func rounds(
        _ caller: Int, _ engine: OperationEngine, _ names: [String], until isOver: @Sendable () -> Bool
    ) async throws -> CallTimes {
        let clock = ContinuousClock()
        var times = CallTimes()
        var round = caller
        while !isOver() {
            let start = try await clock.measure { _ = try await engine.start(Work.start(in: "steady")) }
            let get = try await clock.measure { _ = try await engine.get(names[round % names.count]) }
            round += callers
            guard round > warmUps * callers else { continue }
            times.starts.append(start)
            times.gets.append(get)
        }
        return times
    }
}
