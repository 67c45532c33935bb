import OperationsCore
import OperationsTestKit
import Synchronization
import Testing

@testable import OperationsEngine

/// Nobody waits for a slow store without end.
@Suite struct QueueTimeTests {
    private let time = ManualTime()

    /// Remembers how jobs ended.
    private final class Ends: Sendable {
        private let reasons = Mutex<[String: ErrorReason?]>([:])

        var turnedAway: [String] {
            reasons.withLock { $0.filter { $0.value == .serverBusy }.keys.sorted() }
        }

        func job(_ name: String) -> CommitJob {
            CommitJob(decide: { _ in .nothing }) { [self] result in
                reasons.withLock { $0[name] = .some(result.failure?.reason) }
            }
        }
    }

    private func queue(isGuarded: Bool) -> CommitQueue {
        CommitQueue(limit: 10, longest: .seconds(10), time: time, isGuarded: isGuarded)
    }

    @Test func whoHasWaitedTooLongIsTurnedAwayWhenItsTurnComes() async throws {
        let ends = Ends()
        let queue = queue(isGuarded: false)
        queue.submit(ends.job("early"))
        time.advance(by: .seconds(9))
        queue.submit(ends.job("late"))
        time.advance(by: .seconds(1))
        #expect(ends.turnedAway.isEmpty)
        #expect(await queue.next(10, byteLimit: .max)?.count == 1)
        #expect(ends.turnedAway == ["early"])
    }

    @Test func aGuardedQueueTurnsThemAwayAtTheirTime() async throws {
        let ends = Ends()
        let queue = queue(isGuarded: true)
        await withTaskGroup { group in
            group.addTask { await queue.turnAway() }
            queue.submit(ends.job("a"))
            let first = time.now + .seconds(10)
            await time.sleeper(until: first)
            time.advance(by: .seconds(4))
            queue.submit(ends.job("b"))
            time.advance(by: .seconds(6))
            await time.sleeper(until: first + .seconds(4))
            #expect(ends.turnedAway == ["a"])
            time.advance(by: .seconds(3))
            #expect(await queue.next(1, byteLimit: .max)?.count == 1)
            queue.submit(ends.job("c"))
            time.advance(by: .seconds(1))
            await time.sleeper(until: first + .seconds(13))
            #expect(ends.turnedAway == ["a"])
            group.cancelAll()
        }
    }

    @Test func callersHearThatTheStoreIsBusyWhileATransactionHangs() async throws {
        try await withNodes(settings: EngineSettings()) { nodes async throws in
            let engine = nodes.other.engine
            nodes.other.store.stall()
            async let first = engine.start(StartRequest(operationID: "first"))
            await nodes.other.store.stalled(1)
            let (answers, answer) = AsyncStream<Result<JobOutput, ServiceError>>.makeStream()
            engine.pipeline.submit(CommitJob(decide: { _ in .nothing }, finish: { answer.yield($0) }))
            nodes.time.advance(by: engine.settings.longestQueueTime)
            var iterator = answers.makeAsyncIterator()
            let error = await iterator.next()?.failure
            #expect(error?.reason == .serverBusy && error?.retryDelay == .seconds(1))
            nodes.other.store.goOn()
            #expect(try await first.name.text == "operations/first")
        }
    }
}

extension Result {
    var failure: Failure? {
        if case .failure(let error) = self { error } else { nil }
    }
}
