/// Where the time comes from, so that tests can pass it by hand.
public protocol TimeSource: Sendable {
    var now: Timestamp { get }

    /// Returns when `time` has come, or throws CancellationError.
    func sleep(until time: Timestamp) async throws
}
