import Logging
import OperationsCore

/// Who must hear of every durable transaction, in the order in which they were committed.
protocol CommitObserver: Sendable {
    /// Called when the store has failed a transaction.
    func didFail()

    /// Called before the transaction's callers are answered.
    func willAnswer(_ transitions: [Transition])

    /// Called after the transaction's callers are answered.
    func didAnswer(_ transitions: [Transition])
}

/// The one way by which anything changes: gathers what callers ask for while a transaction is in flight, commits it
/// in the next one with a single fsync, and only then answers them and wakes whoever waits for the change.
final class CommitPipeline: Sendable {
    private let store: any OperationStore
    private let queue: CommitQueue
    private let cache: RecordCache
    private let largestBatch: Int
    private let largestBatchByteSize: Int
    private let clock: StoreTime?
    private let logger: Logger

    /// - Parameters:
    ///   - time: of those who wait for the store.
    ///   - clock: learns the time of a store that has its own.
    init(
        store: any OperationStore, cache: RecordCache, settings: EngineSettings, time: any TimeSource,
        clock: StoreTime?, logger: Logger
    ) {
        self.store = store
        self.cache = cache
        self.clock = clock
        self.logger = logger
        largestBatch = settings.largestBatch
        largestBatchByteSize = settings.largestBatchByteSize
        queue = CommitQueue(
            limit: settings.longestQueue, longest: settings.longestQueueTime, time: time, isGuarded: store.isShared)
    }

    func submit(_ job: CommitJob) {
        queue.submit(job)
    }

    /// Takes no more jobs and lets ``run()`` end when those it has are done.
    func close() {
        queue.close()
    }

    /// Turns away those whom a shared store lets wait too long, until the task is cancelled.
    func turnAway() async {
        await queue.turnAway()
    }

    /// Commits until the queue is closed and empty.
    func run(observer: some CommitObserver) async {
        while let jobs = await queue.next(largestBatch, byteLimit: largestBatchByteSize) {
            await commit(jobs, observer)
        }
    }

    /// Operations that stand in the way fail only the commands that come upon them: once they are known, the rest is
    /// committed without them.
    private func commit(_ jobs: [CommitJob], _ observer: some CommitObserver) async {
        var obstacles: [OperationName: ServiceError] = [:]
        while true {
            do {
                return try await attempt(jobs, avoiding: obstacles, observer)
            } catch let failure as StoreFailure where !failure.names.subtracting(obstacles.keys).isEmpty {
                logger.error(
                    "Operations stand in the way of a transaction", metadata: ["error": "\(failure.sentence)"])
                for name in failure.names { obstacles[name] = ServiceError(storeError: failure) }
            } catch {
                return fail(jobs, with: error, observer)
            }
        }
    }

    private func fail(_ jobs: [CommitJob], with error: any Error, _ observer: some CommitObserver) {
        logger.error(
            "A transaction failed", metadata: ["error": "\(Self.sentence(error))", "commands": "\(jobs.count)"])
        cache.removeAll()
        let failure = ServiceError(storeError: error)
        for job in jobs { job.finish(.failure(failure)) }
        observer.didFail()
    }

    /// A few operations stand in the way: who names them fails alone; when nobody does, one half is committed after the
    /// other.
    private func commitApart(_ jobs: [CommitJob], after failure: StoreFailure, _ observer: some CommitObserver) async {
        let names = failure.names
        let free = jobs.filter { names.isDisjoint(with: $0.reads.names) }
        if free.count < jobs.count {
            fail(jobs.filter { !names.isDisjoint(with: $0.reads.names) }, with: failure, observer)
            if !free.isEmpty { await commit(free, observer) }
        } else {
            await commit(Array(jobs.prefix(jobs.count / 2)), observer)
            await commit(Array(jobs.dropFirst(jobs.count / 2)), observer)
        }
    }

    private static func sentence(_ error: any Error) -> String {
        (error as? StoreFailure)?.sentence ?? "\(error)"
    }

    private func attempt(
        _ jobs: [CommitJob], avoiding obstacles: [OperationName: ServiceError], _ observer: some CommitObserver
    ) async throws {
        let known = cachedLookups(jobs)
        let (outputs, transitions, lead) = try await store.transact { [clock] transaction in
            var draft = try TransactionDraft(
                transaction, jobs: jobs, known: known, obstacles: obstacles, clock: clock)
            let outputs = try jobs.map { try Self.run($0, on: &draft) }
            if !draft.transitions.isEmpty { try transaction.write(draft.transitions) }
            return (outputs, draft.transitions, draft.lead)
        }
        if let lead { clock?.note(lead: lead) }
        observer.willAnswer(transitions)
        for (job, output) in zip(jobs, outputs) { job.finish(output) }
        observer.didAnswer(transitions)
    }

    /// A job that breaks a rule fails alone; a store that fails takes the whole transaction with it.
    private static func run(
        _ job: CommitJob, on draft: inout TransactionDraft
    ) throws -> Result<JobOutput, ServiceError> {
        let mark = draft.mark
        do {
            return .success(try job.decide(&draft))
        } catch let error as ServiceError {
            draft.rollBack(to: mark)
            return .failure(error)
        }
    }

    private func cachedLookups(_ jobs: [CommitJob]) -> [OperationName: Lookup] {
        var known: [OperationName: Lookup] = [:]
        guard !cache.isOff else { return known }
        for job in jobs {
            for name in job.reads.names {
                known[name] = cache.record(named: name.text).map(Lookup.live)
            }
        }
        return known
    }
}
