import Synchronization

/// The calls that bare servers leave unanswered until they are told to answer all.
final class HeldAnswers: Sendable {
    private struct State {
        var count = 0
        var releases: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.count } }

    /// - Parameter release: lets a connection answer its calls.
    func join(_ release: @escaping @Sendable () -> Void) {
        state.withLock { $0.releases.append(release) }
    }

    func hold() {
        state.withLock { $0.count += 1 }
    }

    /// Has all connections answer what they hold; once.
    func release() {
        let releases = state.withLock { state in
            defer { state = State() }
            return state.releases
        }
        for release in releases { release() }
    }
}
