/// The tasks in which calls are worked on: each is a child of the door's own `run()`.
final class CallJobs: Sendable {
    typealias Job = @Sendable () async -> Void

    private let jobs: AsyncStream<Job>
    private let submission: AsyncStream<Job>.Continuation

    init() {
        (jobs, submission) = AsyncStream.makeStream()
    }

    func submit(_ job: @escaping Job) {
        submission.yield(job)
    }

    /// Runs what is submitted until ``finish()``, then until the last job has ended.
    func run() async {
        await withDiscardingTaskGroup { group in
            for await job in jobs {
                group.addTask { await job() }
            }
        }
    }

    func finish() {
        submission.finish()
    }
}
