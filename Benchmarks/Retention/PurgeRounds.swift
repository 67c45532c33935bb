import OperationsCore
import OperationsEngine
import OperationsSQLite

/// One store on which callers are measured while nothing expires and while a group of operations does, in turn.
struct PurgeRounds {
    struct Round {
        let idle: CallTimes
        let purging: CallTimes
        let span: Duration
    }

    let expiring: ExpiringOperations
    let idleSpan: Duration
    private static let kept = 1_000

    func run(_ settings: EngineSettings = EngineSettings()) async throws -> [Round] {
        // Without a cache every Get reads the store.
        var settings = settings
        settings.cacheBytes = 0
        return try await withTemporaryFolder { folder in
            let time = MovableTime()
            let store = try SQLiteStore(path: folder + "/longrun.db", time: time)
            defer { store.close() }
            try await expiring.write(to: store)
            return try await withEngine(on: store, settings: settings, time: time) { engine in
                let starts = Array(repeating: Work.start(in: "kept"), count: Self.kept)
                let names = try await engine.start(starts, parent: .root).map(\.name.text)
                var rounds: [Round] = []
                for group in 0..<expiring.groups {
                    Progress.show("purging \(expiring.groupSize) operations, \(group + 1) of \(expiring.groups) …")
                    rounds.append(try await round(group, engine, store, time, names))
                }
                return rounds
            }
        }
    }

    private func round(
        _ group: Int, _ engine: OperationEngine, _ store: SQLiteStore, _ time: MovableTime, _ names: [String]
    ) async throws -> Round {
        let idleEnd = ContinuousClock.now + idleSpan
        let idle = try await CallTimes.measure(on: engine, reading: names) { ContinuousClock.now > idleEnd }
        let start = ContinuousClock.now
        time.advance(by: ExpiringOperations.interval)
        let isOver = Flag()
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                let last = expiring.last(of: group)
                while case .live = try await store.lookup(last) { try await Task.sleep(for: .milliseconds(20)) }
                isOver.set()
            }
            defer { tasks.cancelAll() }
            let purging = try await CallTimes.measure(on: engine, reading: names) { isOver.isSet }
            return Round(idle: idle, purging: purging, span: ContinuousClock.now - start)
        }
    }
}
