import OperationsCore
import Synchronization

/// Wakes one sleeping loop: a signal given while the loop is busy is kept until it sleeps next.
final class Signal: Sendable {
    private enum State {
        case idle
        case signalled
        case waiting(CheckedContinuation<Void, Never>)
    }

    private let state = Mutex(State.idle)

    func set() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            if case .waiting(let continuation) = state {
                state = .idle
                return continuation
            }
            state = .signalled
            return nil
        }
        waiter?.resume()
    }

    /// Returns when the signal was given, or when the task is cancelled.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state -> Bool in
                    if case .signalled = state {
                        state = .idle
                        return true
                    }
                    if Task.isCancelled { return true }
                    state = .waiting(continuation)
                    return false
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            release()
        }
    }

    /// Frees the sleeper without leaving a signal behind.
    private func release() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard case .waiting(let continuation) = state else { return nil }
            state = .idle
            return continuation
        }
        waiter?.resume()
    }
}

extension Signal {
    /// Does `work` whenever the signal was given, until the task is cancelled. Work that fails is told of, and done again
    /// after 1 s.
    func serve(
        by time: any TimeSource, _ work: () async throws -> Void, onFailure: (any Error) -> Void
    ) async {
        while !Task.isCancelled {
            await wait()
            guard !Task.isCancelled else { return }
            do {
                try await work()
            } catch {
                guard !Task.isCancelled else { return }
                onFailure(error)
                set()
                try? await time.sleep(until: time.now + .seconds(1))
            }
        }
    }
}
