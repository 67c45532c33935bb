import Synchronization

/// From the resumption of a parked task until it runs: what the language itself costs.
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
            let start = ContinuousClock.now
            seat.wake()
            return await woken - start
        }
    }

    @concurrent
    private static func wait(on seat: Seat) async -> ContinuousClock.Instant {
        await seat.sit()
        return ContinuousClock.now
    }
}
