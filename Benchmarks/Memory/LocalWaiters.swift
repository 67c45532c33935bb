import Foundation
import OperationsCore
import OperationsEngine
import OperationsMemory
import Synchronization

/// Waiters inside one process, which measures itself.
enum LocalWaiters {
    static func measureTasks() async throws {
        let parked = Mutex<[CheckedContinuation<Void, Never>]>([])
        try await measure {
            parked.withLock { $0.count }
        } wait: { _ in
            await withCheckedContinuation { continuation in
                parked.withLock { $0.append(continuation) }
            }
        }
    }

    /// What the engine itself keeps of a waiter: the door that parks it needs no task.
    ///
    /// The names need no operations, and as many waiters again stand before those that are counted, so that these
    /// find no memory that something else has left.
    static func measureEngine() async throws {
        try await withEngine(on: MemoryStore(time: SystemTime())) { engine in
            let names = (0..<2 * Probe.waiters).map { OperationName(stored: "operations/waiting-\(100_000 + $0)") }
            let end = SystemTime().now + .seconds(600)
            let woken = Mutex(0)
            let park = { (names: ArraySlice<OperationName>) in
                names.map { name in
                    let waiter = engine.park(name, until: end, context: CallContext())
                    waiter.whenWoken { woken.withLock { $0 += 1 } }
                    return waiter
                }
            }
            let first = park(names[..<Probe.waiters])
            let before = try await settled(Probe.waiters) { engine.waiterCount }
            let others = park(names[Probe.waiters...])
            let after = try await settled(2 * Probe.waiters) { engine.waiterCount }
            Probe.say("bytes", (after - before) / Double(others.count))
            for waiter in first + others { engine.release(waiter) }
            exit(0)
        }
    }

    static func measureEngineCalls() async throws {
        try await withEngine(on: MemoryStore(time: SystemTime())) { engine in
            try await WaitingOperations.start(Probe.waiters, on: engine)
            try await measure {
                engine.waiterCount
            } wait: { number in
                _ = try? await engine.wait(for: WaitingOperations.name(number))
            }
        }
    }

    /// Says what each waiter costs, then ends the process: nobody will wake them.
    private static func measure(
        count: () -> Int, wait: @escaping @Sendable (Int) async -> Void
    ) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            // The first few bring up whatever is shared.
            for index in 0..<16 { group.addTask { await wait(index) } }
            let before = try await settled(16, count)
            for index in 16..<Probe.waiters { group.addTask { await wait(index) } }
            let after = try await settled(Probe.waiters, count)
            Probe.say("bytes", (after - before) / Double(Probe.waiters - 16))
            exit(0)
        }
    }

    private static func settled(_ expected: Int, _ count: () -> Int) async throws -> Double {
        try await waitUntil { count() == expected }
        try await Task.sleep(for: .milliseconds(200))
        ProcessMemory.trim()
        return try ProcessMemory.resident()
    }
}
