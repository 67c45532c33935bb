import OperationsCore
import OperationsEngine
import OperationsTestKit
import Testing

@Suite struct TasklessWaitTests {
    /// What `whenOver` was told, and a way to wait for it.
    private final class Answer: Sendable {
        private let (stream, continuation) = AsyncStream<OperationRecord?>.makeStream()

        func tell(_ record: OperationRecord?) {
            continuation.yield(record)
        }

        func next() async -> OperationRecord? {
            for await record in stream { return record }
            return nil
        }
    }

    private func start(
        _ fixture: EngineFixture, _ name: String, _ answer: Answer, timeout: Duration? = nil,
        context: CallContext = CallContext()
    ) throws -> OperationEngine.WaitStart {
        try fixture.engine.startWait(for: name, timeout: timeout, context: context) { answer.tell($0) }
    }

    @Test func theEndIsToldOnce() async throws {
        try await withEngine { fixture async throws in
            let lease = try await fixture.leased()
            let answer = Answer()
            guard case .parked = try start(fixture, lease.name.text, answer) else {
                Issue.record("not parked")
                return
            }
            #expect(fixture.engine.waiterCount == 1)
            let done = try await fixture.complete(lease)
            #expect(await answer.next() == done)
            #expect(fixture.engine.waiterCount == 0)
        }
    }

    @Test func aDoneOneAndASnapshotAreOverAtOnce() async throws {
        try await withEngine { fixture async throws in
            let lease = try await fixture.leased()
            guard case .over(let running) = try start(fixture, lease.name.text, Answer(), timeout: .zero) else {
                Issue.record("a snapshot was parked")
                return
            }
            #expect(!running.isDone)
            let done = try await fixture.complete(lease)
            guard case .over(let record) = try start(fixture, lease.name.text, Answer()) else {
                Issue.record("a done operation was parked")
                return
            }
            #expect(record == done)
        }
    }

    @Test func aTimeoutTellsTheLatestState() async throws {
        try await withEngine { fixture async throws in
            let lease = try await fixture.leased()
            let answer = Answer()
            _ = try start(fixture, lease.name.text, answer, timeout: .seconds(5))
            await fixture.time.sleepers(2)
            fixture.time.advance(by: .seconds(6))
            #expect(await answer.next()?.isDone == false)
        }
    }

    @Test func aDeletionMustBeAskedFor() async throws {
        try await withEngine { fixture async throws in
            let lease = try await fixture.leased()
            let answer = Answer()
            _ = try start(fixture, lease.name.text, answer)
            try await fixture.engine.delete(lease.name.text)
            #expect(await answer.next() == nil)
        }
    }

    @Test func whoLeavesAndWhoIsDrainedIsForgotten() async throws {
        try await withEngine { fixture async throws in
            let lease = try await fixture.leased()
            let context = CallContext()
            _ = try start(fixture, lease.name.text, Answer(), context: context)
            context.leave()
            #expect(fixture.engine.waiterCount == 0)
            let answer = Answer()
            _ = try start(fixture, lease.name.text, answer)
            fixture.engine.drain()
            #expect(await answer.next()?.isDone == false)
            #expect(fixture.engine.waiterCount == 0)
        }
    }

    @Test func whatIsNotAtHandIsLookedUp() async throws {
        var settings = EngineSettings()
        settings.cacheBytes = 0
        try await withEngine(settings: settings) { fixture async throws in
            let lease = try await fixture.leased()
            let answer = Answer()
            guard case .notAtHand = try start(fixture, lease.name.text, answer) else {
                Issue.record("found in a cache of no bytes")
                return
            }
            let started = try await fixture.engine.lookUpAndStartWait(
                for: lease.name.text, timeout: nil, context: CallContext()
            ) { answer.tell($0) }
            guard case .parked = started else {
                Issue.record("not parked")
                return
            }
            let done = try await fixture.complete(lease)
            // So small a cache does not know it now either.
            #expect(await answer.next() == nil)
            #expect(try await fixture.engine.get(lease.name.text) == done)
            #expect(fixture.engine.waiterCount == 0)
        }
    }

    @Test func theUnknownIsNotFoundAndTheDoneIsOver() async throws {
        try await withEngine { fixture async throws in
            let refused = await reason {
                _ = try await fixture.engine.lookUpAndStartWait(
                    for: "operations/none", timeout: nil, context: CallContext()
                ) { _ in }
            }
            #expect(refused == .operationNotFound)
            let lease = try await fixture.leased()
            let done = try await fixture.complete(lease)
            let started = try await fixture.engine.lookUpAndStartWait(
                for: lease.name.text, timeout: nil, context: CallContext()
            ) { _ in }
            guard case .over(let record) = started else {
                Issue.record("a done operation was parked")
                return
            }
            #expect(record == done)
        }
    }

    @Test func aWrongTimeoutIsRefused() async throws {
        try await withEngine { fixture async throws in
            let lease = try await fixture.leased()
            #expect(throws: ServiceError.self) {
                try start(fixture, lease.name.text, Answer(), timeout: .seconds(-1))
            }
        }
    }
}
