import DequeModule
public import NIOCore
import Synchronization

/// The requests of a streaming call, as they are read; for one reader.
///
/// It ends when the caller has sent its last message. It throws `CancellationError` when the caller has gone, and a
/// ``GRPCStatus`` when what it sent was wrong.
public final class RequestMessages: AsyncSequence, Sendable {
    public typealias Element = ByteBuffer

    private struct State {
        var messages: Deque<(message: ByteBuffer, size: Int)> = []
        var end: Result<Void, any Error>?
        var waiting: CheckedContinuation<ByteBuffer?, any Error>?
    }

    private let state = Mutex(State())
    private let consumed: @Sendable (Int) -> Void

    /// - Parameter consumed: told the size of each message that was read, for which the peer may send as much again.
    init(consumed: @escaping @Sendable (Int) -> Void) {
        self.consumed = consumed
    }

    public struct AsyncIterator: AsyncIteratorProtocol {
        let messages: RequestMessages

        public mutating func next() async throws -> ByteBuffer? {
            try await messages.next()
        }
    }

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(messages: self)
    }

    /// - Parameter size: the bytes of the request it took.
    func push(_ message: ByteBuffer, size: Int) {
        let waiting = state.withLock { state -> CheckedContinuation<ByteBuffer?, any Error>? in
            guard state.end == nil else { return nil }
            if let waiting = state.waiting.take() { return waiting }
            state.messages.append((message, size))
            return nil
        }
        guard let waiting else { return }
        consumed(size)
        waiting.resume(returning: message)
    }

    /// - Parameter result: a failure comes before messages that were not read yet.
    func finish(_ result: Result<Void, any Error>) {
        let waiting = state.withLock { state -> CheckedContinuation<ByteBuffer?, any Error>? in
            guard state.end == nil else { return nil }
            state.end = result
            if case .failure = result { state.messages = [] }
            return state.waiting.take()
        }
        waiting?.resume(with: result.map { nil })
    }

    /// True when the reader has read all that came.
    var isEmpty: Bool { state.withLock { $0.messages.isEmpty } }

    private func next() async throws -> ByteBuffer? {
        try Task.checkCancellation()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                guard let (outcome, size) = take(continuation) else { return }
                if size > 0 { consumed(size) }
                continuation.resume(with: outcome)
            }
        } onCancel: {
            finish(.failure(CancellationError()))
        }
    }

    private func take(
        _ continuation: CheckedContinuation<ByteBuffer?, any Error>
    ) -> (Result<ByteBuffer?, any Error>, Int)? {
        state.withLock { state in
            if let (message, size) = state.messages.popFirst() { return (.success(message), size) }
            if let end = state.end { return (end.map { nil }, 0) }
            guard state.waiting == nil else { return (.failure(CancellationError()), 0) }
            state.waiting = continuation
            return nil
        }
    }
}
