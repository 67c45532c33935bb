import DequeModule
public import OperationsCore
import Synchronization

/// Jobs that wait for the next transaction.
final class CommitQueue: Sendable {
    private struct State {
        /// Each with the time at which its caller is turned away.
        var jobs = Deque<(job: CommitJob, end: Timestamp)>()
        var isClosed = false

        mutating func takeOverdue(at now: Timestamp) -> [CommitJob] {
            guard let first = jobs.first, first.end <= now else { return [] }
            let overdue = jobs.prefix { $0.end <= now }.map(\.job)
            jobs.removeFirst(overdue.count)
            return overdue
        }

        mutating func takeBatch(_ limit: Int, byteLimit: Int) -> [CommitJob] {
            var batch: [CommitJob] = []
            var bytes = 0
            while batch.count < limit, let next = jobs.first?.job {
                bytes += next.size
                guard batch.isEmpty || bytes <= byteLimit else { break }
                batch.append(next)
                jobs.removeFirst()
            }
            return batch.filter { !$0.isLast } + batch.filter(\.isLast)
        }
    }

    private let state = Mutex(State())
    private let signal = Signal()
    private let limit: Int
    private let longest: Duration
    private let time: any TimeSource
    /// Nil: nobody is turned away while a transaction is under way.
    private let alarm: WakeTimer?

    /// - Parameters:
    ///   - limit: more jobs are turned away.
    ///   - longest: so are jobs that have waited so long.
    ///   - isGuarded: whether that happens at once, by ``turnAway()``, or only when the next jobs are taken.
    init(limit: Int, longest: Duration, time: any TimeSource, isGuarded: Bool) {
        self.limit = limit
        self.longest = longest
        self.time = time
        alarm = isGuarded ? WakeTimer(time: time) : nil
    }

    /// Queues a job, or fails it at once when the queue is full or closed.
    func submit(_ job: CommitJob) {
        let end = time.now + longest
        let (refusal, isFirst) = state.withLock { state -> (ServiceError?, Bool) in
            if state.isClosed { return (.shuttingDown, false) }
            if state.jobs.count >= limit { return (.serverBusy, false) }
            state.jobs.append((job, end))
            return (nil, state.jobs.count == 1)
        }
        if let refusal {
            job.finish(.failure(refusal))
        } else {
            signal.set()
            if isFirst { alarm?.request(end) }
        }
    }

    /// Turns away those who have waited too long, until the task is cancelled.
    func turnAway() async {
        guard let alarm else { return }
        while !Task.isCancelled {
            await alarm.sleep()
            let (overdue, next) = state.withLock { state in
                (state.takeOverdue(at: time.now), state.jobs.first?.end)
            }
            if let next { alarm.request(next) }
            refuse(overdue)
        }
    }

    private func refuse(_ overdue: [CommitJob]) {
        for job in overdue { job.finish(.failure(.waitedTooLong)) }
    }

    /// Waits for jobs and takes up to `limit`, which together bring no more than `byteLimit`, but at least one; nil when
    /// the queue is closed and empty.
    func next(_ limit: Int, byteLimit: Int) async -> [CommitJob]? {
        while true {
            let (overdue, batch, isClosed) = state.withLock { state in
                let overdue = state.takeOverdue(at: time.now)
                return (overdue, state.takeBatch(limit, byteLimit: byteLimit), state.isClosed)
            }
            refuse(overdue)
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
    static let waitedTooLong = ServiceError(
        .serverBusy, "This change waited too long for the store, and was not begun. Try again in a moment.",
        retryDelay: .seconds(1))
    static let serverBusy = ServiceError(
        .serverBusy, "Too many changes are waiting to be stored. Try again in a moment.", retryDelay: .seconds(1))
}
