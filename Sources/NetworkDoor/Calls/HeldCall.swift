/// A call that is answered later, from any thread and without a task of its own: an entry in somebody's table.
///
/// A held call sees to its own deadline; the door tells it when the caller leaves.
///
/// ```swift
/// services.unary("/example.Clock/NextTick") { call in
///     let held = call.hold()
///     ticker.onNextTick { held.answer(GRPCAnswer($0)) }
///     return .held
/// }
/// ```
public final class HeldCall<Answer: Sendable>: Sendable {
    private let post: @Sendable (Answer) -> Void
    private let jobs: CallJobs
    private let cancellation: Cancellation

    init(
        cancellation: Cancellation, jobs: CallJobs, post: @escaping @Sendable (Answer) -> Void
    ) {
        self.cancellation = cancellation
        self.jobs = jobs
        self.post = post
    }

    /// Answers the call; a second answer, or one after the caller has left, is dropped.
    public func answer(_ answer: Answer) {
        post(answer)
    }

    /// Lets a task of the door find the answer.
    public func answer(by work: @escaping @Sendable () async -> Answer) {
        jobs.submit { [post] in post(await work()) }
    }

    /// Does something about the call in a task of the door, which need not end with an answer.
    public func run(_ work: @escaping @Sendable () async -> Void) {
        jobs.submit(work)
    }

    /// Sets what is done when the caller leaves before the answer; at once when it has left. The last one set counts.
    public func whenCancelled(_ hook: @escaping @Sendable () -> Void) {
        cancellation.whenCancelled { _ in hook() }
    }
}
