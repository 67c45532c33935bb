import Synchronization

/// Holds back whoever makes an answer faster than its peer takes it.
final class SendGate: Sendable {
    private struct State {
        var underWay = 0
        var waiting: (bytes: Int, continuation: CheckedContinuation<Void, any Error>)?
        var isClosed = false
    }

    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: bytes that may be under way before the next one has to wait.
    init(limit: Int) {
        self.limit = limit
    }

    /// Returns when there is room for the next bytes; one at a time.
    func enter(_ bytes: Int) async throws {
        try Task.checkCancellation()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                admit(bytes, continuation)
            }
        } onCancel: {
            close()
        }
    }

    private func admit(_ bytes: Int, _ continuation: CheckedContinuation<Void, any Error>) {
        let outcome = state.withLock { state -> Result<Void, any Error>? in
            guard !state.isClosed, state.waiting == nil else { return .failure(CancellationError()) }
            guard state.underWay < limit else {
                state.waiting = (bytes, continuation)
                return nil
            }
            state.underWay += bytes
            return .success(())
        }
        if let outcome { continuation.resume(with: outcome) }
    }

    /// Bytes have left.
    func sent(_ bytes: Int) {
        let admitted = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            state.underWay -= bytes
            guard state.underWay < limit, let waiting = state.waiting.take() else { return nil }
            state.underWay += waiting.bytes
            return waiting.continuation
        }
        admitted?.resume()
    }

    /// Nobody takes the answer any more.
    func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            return state.waiting.take()
        }
        waiting?.continuation.resume(throwing: CancellationError())
    }
}
