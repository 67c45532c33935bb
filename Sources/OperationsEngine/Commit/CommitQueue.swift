import DequeModule
public import OperationsCore
import Synchronization

/// Jobs that wait for the next transaction.
final class CommitQueue: Sendable {
    private struct State {
        var jobs = Deque<CommitJob>()
        var isClosed = false
    }

    private let state = Mutex(State())
    private let signal = Signal()
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    /// Queues a job, or fails it at once when the queue is full or closed.
    func submit(_ job: CommitJob) {
        let refusal = state.withLock { state -> ServiceError? in
            if state.isClosed { return .shuttingDown }
            if state.jobs.count >= limit { return .serverBusy }
            state.jobs.append(job)
            return nil
        }
        if let refusal {
            job.finish(.failure(refusal))
        } else {
            signal.set()
        }
    }

    /// Waits for jobs and takes up to `count`; nil when the queue is closed and empty.
    func next(_ count: Int) async -> [CommitJob]? {
        while true {
            let (batch, isClosed) = state.withLock { state in
                let batch = Array(state.jobs.prefix(count))
                state.jobs.removeFirst(batch.count)
                return (batch, state.isClosed)
            }
            if !batch.isEmpty { return batch }
            if isClosed { return nil }
            await signal.wait()
            if Task.isCancelled { close() }
        }
    }

    /// Takes no more jobs; those in the queue are still handed out.
    func close() {
        state.withLock { $0.isClosed = true }
        signal.set()
    }
}

extension ServiceError {
    /// The answer to whatever comes too late.
    public static let shuttingDown = ServiceError(
        .shuttingDown, "The server is shutting down. Try again in a moment, or on another server.",
        retryDelay: .seconds(1))
    static let serverBusy = ServiceError(
        .serverBusy, "Too many changes are waiting to be stored. Try again in a moment.", retryDelay: .seconds(1))
}
