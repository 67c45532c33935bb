import OperationsCore
import OperationsEngine
import OperationsTestKit
import Testing

@Suite struct WaitTests {
    @Test func aDoneOperationIsAnsweredAtOnce() async throws {
        try await withEngine { fixture async throws in
            let lease = try await fixture.leased()
            let done = try await fixture.complete(lease)
            #expect(try await fixture.engine.wait(for: lease.name.text) == done)
        }
    }

    @Test func theEndWakesEveryWaiter() async throws {
        try await withEngine { fixture async throws in
            let lease = try await fixture.leased()
            try await withThrowingTaskGroup { group in
                for _ in 0..<50 { group.addTask { try await fixture.engine.wait(for: lease.name.text) } }
                await fixture.time.sleepers(2)
                let done = try await fixture.complete(lease)
                for try await record in group { #expect(record == done) }
            }
            #expect(fixture.engine.waiterCount == 0)
        }
    }

    @Test func aTimeoutAnswersTheLatestStateAndIsNoError() async throws {
        try await withEngine { fixture async throws in
            let lease = try await fixture.leased()
            async let waiting = fixture.engine.wait(for: lease.name.text, timeout: .seconds(5))
            await fixture.time.sleepers(2)
            fixture.time.advance(by: .seconds(6))
            #expect(try await waiting.isDone == false)
            #expect(fixture.engine.waiterCount == 0)
        }
    }

    @Test func zeroIsASnapshotAndLessIsInvalid() async throws {
        try await withEngine { fixture async throws in
            let started = try await fixture.engine.start(StartRequest())
            #expect(try await fixture.engine.wait(for: started.name.text, timeout: .zero) == started)
            let refused = await reason {
                _ = try await fixture.engine.wait(for: started.name.text, timeout: .seconds(-1))
            }
            #expect(refused == .invalidField)
        }
    }

    @Test(arguments: [(10_000, 9_800), (1_000, 800), (300, 150)])
    func theAnswerComesBeforeTheCallersDeadline(_ deadline: Int, _ answered: Int) async throws {
        try await withEngine { fixture async throws in
            let started = try await fixture.engine.start(StartRequest())
            let context = CallContext(deadline: fixture.time.now + .milliseconds(deadline))
            async let waiting = fixture.engine.wait(for: started.name.text, context: context)
            await fixture.time.sleepers(1)
            fixture.time.advance(by: .milliseconds(answered - 10))
            #expect(fixture.engine.waiterCount == 1)
            fixture.time.advance(by: .milliseconds(20))
            #expect(try await waiting.isDone == false)
        }
    }

    @Test func aDeletionAnswersNotFound() async throws {
        try await withEngine { fixture async throws in
            let lease = try await fixture.leased()
            async let waiting = reason { _ = try await fixture.engine.wait(for: lease.name.text) }
            await fixture.time.sleepers(2)
            try await fixture.engine.delete(lease.name.text)
            #expect(await waiting == .operationDeleted)
        }
    }

    @Test func anUnknownNameIsAnsweredAtOnce() async throws {
        try await withEngine { fixture async throws in
            #expect(await reason { _ = try await fixture.engine.wait(for: "operations/none") } == .operationNotFound)
        }
    }

    @Test func aCallerWhoLeavesFreesTheWaiter() async throws {
        try await withEngine { fixture async throws in
            let started = try await fixture.engine.start(StartRequest())
            let context = CallContext()
            async let waiting = fixture.engine.wait(for: started.name.text, context: context)
            await fixture.time.sleepers(1)
            context.leave()
            _ = try await waiting
            #expect(fixture.engine.waiterCount == 0)
        }
    }

    @Test func aCancelledTaskFreesTheWaiter() async throws {
        try await withEngine { fixture async throws in
            let started = try await fixture.engine.start(StartRequest())
            await withThrowingTaskGroup { group in
                group.addTask { _ = try await fixture.engine.wait(for: started.name.text) }
                await fixture.time.sleepers(1)
                group.cancelAll()
            }
            #expect(fixture.engine.waiterCount == 0)
        }
    }

    @Test func aDrainAnswersTheLatestState() async throws {
        try await withEngine { fixture async throws in
            let started = try await fixture.engine.start(StartRequest())
            async let waiting = fixture.engine.wait(for: started.name.text)
            await fixture.time.sleepers(1)
            fixture.engine.drain()
            #expect(try await waiting == started)
        }
    }
}
