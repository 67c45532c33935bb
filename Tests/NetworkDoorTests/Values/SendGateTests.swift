import Testing

@testable import NetworkDoor

@Suite(.timeLimit(.minutes(1))) struct SendGateTests {
    @Test func itLetsThroughUntilEnoughIsUnderWay() async throws {
        let gate = SendGate(limit: 100)
        try await gate.enter(99)
        try await gate.enter(1_000)
        try await withThrowingTaskGroup { group in
            group.addTask { try await gate.enter(1) }
            // Whoever waits is let through by what leaves; before that, nothing is.
            gate.sent(999)
            gate.sent(99)
            try await group.waitForAll()
        }
    }

    @Test func whoeverWaitsIsSentAwayWhenItCloses() async throws {
        let gate = SendGate(limit: 1)
        try await gate.enter(1)
        await withTaskGroup { group in
            group.addTask {
                await #expect(throws: CancellationError.self) { try await gate.enter(1) }
            }
            gate.close()
            await group.waitForAll()
        }
        await #expect(throws: CancellationError.self) { try await gate.enter(1) }
    }

    @Test func aCancelledWriterDoesNotWait() async throws {
        let gate = SendGate(limit: 1)
        try await gate.enter(1)
        let task = Task { try await gate.enter(1) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
