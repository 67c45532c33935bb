/// Wakes one who waits for something to do; several nudges before it looks count as one.
struct Nudge: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func give() {
        continuation.yield()
    }

    /// Ends when the task is cancelled.
    var all: AsyncStream<Void> { stream }
}
