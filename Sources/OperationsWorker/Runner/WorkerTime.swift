/// The time that a worker goes by; tests bring their own.
protocol WorkerTime: Sendable {
    /// Since some fixed moment; never runs backwards.
    var now: Duration { get }

    /// Returns at the given time, or earlier when the task is cancelled.
    func sleep(until time: Duration) async
}

/// The time that goes on while the machine sleeps, as leases do.
struct MonotonicTime: WorkerTime {
    private let origin = ContinuousClock.now

    var now: Duration { origin.duration(to: .now) }

    func sleep(until time: Duration) async {
        try? await Task.sleep(until: origin + time, clock: .continuous)
    }
}
