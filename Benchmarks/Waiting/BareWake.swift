import Synchronization

/// Wake-ups of a task that is parked on a continuation, by the task that resumes it: what the language itself costs.
enum BareWake {
    private final class Seat: Sendable {
        private let continuation = Mutex<CheckedContinuation<Void, Never>?>(nil)

        var isTaken: Bool { continuation.withLock { $0 != nil } }

        func sit() async {
            await withCheckedContinuation { sitting in
                continuation.withLock { $0 = sitting }
            }
        }

        func wake() {
            continuation.withLock { $0 }?.resume()
        }
    }

    static func delays(_ count: Int) async throws -> [Duration] {
        try await WakeBenchmark.collect(count) {
            let seat = Seat()
            async let woken = wait(on: seat)
            try await waitUntil { seat.isTaken }
            try await Task.sleep(for: .milliseconds(1))
            seat.wake()
            let answered = ContinuousClock.now
            return await woken - answered
        }
    }

    @concurrent
    private static func wait(on seat: Seat) async -> ContinuousClock.Instant {
        await seat.sit()
        return ContinuousClock.now
    }
}
