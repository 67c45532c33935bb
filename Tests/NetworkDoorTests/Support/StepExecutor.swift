import Synchronization

/// Runs the tasks of a door on the thread of the test, when the test says so: what happens, and in which order, is the
/// same each time.
final class StepExecutor: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
    }

    /// Runs all that is ready, and what becomes ready by that; false if there was nothing.
    func run() -> Bool {
        var didRun = false
        while let job = next() {
            job.runSynchronously(on: asUnownedTaskExecutor())
            didRun = true
        }
        return didRun
    }

    private func next() -> UnownedJob? {
        jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    }
}
