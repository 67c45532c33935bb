import OperationsCore
@testable import OperationsPostgres
import Synchronization
import Testing

/// Remembers all it is told.
final class RecordingFollower: StoreFollower {
    struct Told: Sendable {
        var notices: [ChangeNotice] = []
        var setChanges = 0
        var faultChanges = 0
        var losses = 0
    }

    private let state = Mutex(Told())

    var told: Told { state.withLock { $0 } }

    func didChange(_ notices: [ChangeNotice]) {
        state.withLock { $0.notices += notices }
    }

    func didLoseTrack() {
        state.withLock { $0.losses += 1 }
    }

    func didChangeDescriptorSets() {
        state.withLock { $0.setChanges += 1 }
    }

    func didChangeFault() {
        state.withLock { $0.faultChanges += 1 }
    }

    func waitUntil(
        _ condition: (Told) -> Bool, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        for _ in 0..<2_000 {
            if condition(told) { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        Issue.record("It was never told: \(told)", sourceLocation: sourceLocation)
    }
}

/// Follows a store while `body` runs.
func following(_ store: PostgresStore, _ body: (RecordingFollower) async throws -> Void) async throws {
    let follower = RecordingFollower()
    let task = Task { await store.follow(follower) }
    defer { task.cancel() }
    try await body(follower)
    task.cancel()
    await task.value
}
