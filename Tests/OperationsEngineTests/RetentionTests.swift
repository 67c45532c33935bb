import OperationsCore
import OperationsEngine
import OperationsMemory
import OperationsTestKit
import Testing

/// How operations and their tombstones go, by the engine's own timers.
@Suite struct RetentionTests {
    private static let life = Duration.seconds(100)
    private static let rest = Duration.milliseconds(5)

    private var inBatchesOfTen: EngineSettings {
        var settings = EngineSettings()
        settings.purgeSize = 10
        return settings
    }

    @Test func anExpiredNameIsToldFromOneThatNeverWas() async throws {
        try await withEngine { fixture async throws in
            let name = try await fixture.finished(1, keptFor: Self.life)[0].text
            await fixture.time.sleepers(1)
            fixture.time.advance(by: Self.life)
            await fixture.time.sleepers(1)
            #expect(await reason { _ = try await fixture.engine.get(name) } == .operationExpired)
            #expect(await reason { _ = try await fixture.engine.wait(for: name) } == .operationExpired)
            #expect(await reason { try await fixture.engine.cancel(name) } == .operationExpired)
            fixture.time.advance(by: Self.rest)
            await fixture.time.sleepers(1)
            fixture.time.advance(by: fixture.engine.settings.tombstoneRetention)
            await fixture.time.sleepers(1)
            #expect(await reason { _ = try await fixture.engine.get(name) } == .operationNotFound)
        }
    }

    @Test func aPurgeGoesInBatchesAndRestsBetweenThem() async throws {
        try await withEngine(settings: inBatchesOfTen) { fixture async throws in
            try await fixture.finished(25, keptFor: Self.life)
            // So that the other timer sleeps too, and its first sweep is not counted.
            let far = fixture.time.now + .seconds(365 * 86_400)
            _ = try await fixture.engine.start(StartRequest(deadline: far))
            await fixture.time.sleepers(2)
            fixture.store.reset()
            fixture.time.advance(by: Self.life)
            let expiry = fixture.time.now
            for (batches, gone) in [(1, 10), (2, 20), (3, 25)] {
                await fixture.time.sleeper(until: fixture.time.now + Self.rest)
                #expect(fixture.store.counts.transactions == batches)
                #expect(try await fixture.goneCount() == gone)
                fixture.time.advance(by: Self.rest)
            }
            await fixture.time.sleeper(until: expiry + fixture.engine.settings.tombstoneRetention)
        }
    }

    @Test func tombstonesAndOperationsShareABatch() async throws {
        var settings = inBatchesOfTen
        settings.tombstoneRetention = Self.life
        try await withEngine(settings: settings) { fixture async throws in
            for name in try await fixture.finished(20, keptFor: .zero) { try? await fixture.engine.delete(name.text) }
            try await fixture.finished(20, keptFor: Self.life)
            await fixture.time.sleepers(1)
            let before = try await fixture.goneCount()
            #expect(before == 20)
            fixture.time.advance(by: Self.life)
            await fixture.time.sleepers(1)
            // Five tombstones went, and five operations left one each.
            #expect(try await fixture.goneCount() == before)
            let changes = try await fixture.store.changes(after: 0, limit: 100)
            #expect(changes.count { $0.record != nil } == 15)
        }
    }

    @Test func aBacklogOfExpiredOperationsDelaysNeitherDeadlinesNorLeases() async throws {
        try await withEngine(settings: inBatchesOfTen) { fixture async throws in
            try await fixture.finished(500, keptFor: Self.life)
            let deadline = fixture.time.now + Self.life
            let dated = try await fixture.engine.start(StartRequest(queue: "dated", deadline: deadline))
            let eager = RetryPolicy(initialBackoff: .zero, maxBackoff: .zero)
            let held = try await fixture.leased(StartRequest(retryPolicy: eager), duration: Self.life)
            async let end = fixture.engine.wait(for: dated.name.text)
            async let retried = fixture.nextLease(worker: "heir")
            await fixture.time.sleepers(3)
            fixture.time.advance(by: Self.life)
            #expect(try await end.error?.code == .deadlineExceeded)
            #expect(try await retried.name == held.name)
            #expect(try await fixture.goneCount() <= 10)
        }
    }

    @Test func aRestartGoesOnWithThePurge() async throws {
        let time = ManualTime()
        let store = MemoryStore(time: time)
        try await withEngine(settings: inBatchesOfTen, time: time, store: store) { fixture async throws in
            try await fixture.finished(25, keptFor: Self.life)
            await time.sleepers(1)
            time.advance(by: Self.life)
            await time.sleepers(1)
            #expect(try await fixture.goneCount() == 10)
        }
        try await withEngine(settings: inBatchesOfTen, time: time, store: store) { fixture async throws in
            await time.sleepers(1)
            #expect(try await fixture.goneCount() == 20)
        }
    }

    @Test func aFailedPurgeIsTriedAgainAndStopsNothingElse() async throws {
        try await withEngine { fixture async throws in
            let name = try await fixture.finished(1, keptFor: .seconds(10))[0].text
            let deadline = fixture.time.now + .milliseconds(10_500)
            let dated = try await fixture.engine.start(StartRequest(deadline: deadline))
            async let end = fixture.engine.wait(for: dated.name.text)
            await fixture.time.sleepers(3)
            fixture.faults.failNext(.unavailable("busy"))
            fixture.time.advance(by: .seconds(10))
            await fixture.time.sleepers(3)
            await fixture.time.sleeper(until: deadline)
            fixture.time.advance(by: .milliseconds(500))
            #expect(try await end.error?.code == .deadlineExceeded)
            #expect(try await fixture.engine.get(name).isDone)
            fixture.time.advance(by: .milliseconds(500))
            await fixture.time.sleepers(2)
            #expect(await reason { _ = try await fixture.engine.get(name) } == .operationExpired)
        }
    }

    @Test func theRequestsTimeToLiveBeatsItsQueuesWhichBeatsTheDefault() async throws {
        var settings = EngineSettings()
        settings.queueTimeToLive = ["reports": .seconds(10), Limits.defaultQueue: .seconds(20)]
        try await withEngine(settings: settings) { fixture async throws in
            let engine = fixture.engine
            #expect(try await engine.start(StartRequest(queue: "mail")).timeToLive == .seconds(30 * 86_400))
            #expect(try await engine.start(StartRequest(queue: "reports")).timeToLive == .seconds(10))
            #expect(try await engine.start(StartRequest()).timeToLive == .seconds(20))
            let asked = StartRequest(queue: "reports", timeToLive: .seconds(3))
            #expect(try await engine.start(asked).timeToLive == .seconds(3))
            let batch = try await engine.start([StartRequest(queue: "reports"), asked], parent: .root)
            #expect(batch.map(\.timeToLive) == [.seconds(10), .seconds(3)])
        }
    }
}

extension EngineFixture {
    /// Operations that ended now, without ever having been due.
    @discardableResult
    fileprivate func finished(_ count: Int, keptFor span: Duration) async throws -> [OperationName] {
        let starts = Array(repeating: StartRequest(queue: "finished", timeToLive: span), count: count)
        let names = try await engine.start(starts, parent: .root).map(\.name)
        for name in names { try await engine.cancel(name.text) }
        return names
    }

    /// How many tombstones stand.
    fileprivate func goneCount() async throws -> Int {
        try await store.changes(after: 0, limit: 10_000).count { $0.record == nil }
    }
}
