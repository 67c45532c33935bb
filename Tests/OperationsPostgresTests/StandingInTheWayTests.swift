import Dispatch
import OperationsCore
import OperationsTestKit
import PostgresClient
import Synchronization
import Testing

@testable import OperationsPostgres

/// A few rows that cannot be read, or are in the hands of somebody else, concern only who needs them.
@Suite(.enabled(if: TestDatabase.isThere)) struct StandingInTheWayTests {
    private static func name(_ id: String) -> OperationName { OperationName(stored: "operations/\(id)") }

    /// Three operations in one queue, of which the first cannot be read.
    private static func withDamage(_ body: (PostgresStore, StoreDriver) async throws -> Void) async throws {
        try await withPostgresStore { store, driver in
            for id in ["a", "b", "c"] {
                try await driver.start(id, queue: "q", deadline: driver.time.now + .seconds(9))
            }
            try await TestDatabase.run(store.options.schema) {
                try $0.execute(
                    "UPDATE operations SET retryable_codes = 'odd', version = version + 1 WHERE name = 'operations/a'",
                    within: .seconds(5))
            }
            try await body(store, driver)
        }
    }

    private static func failure(_ body: () async throws -> Void) async -> StoreFailure? {
        do {
            try await body()
            return nil
        } catch {
            return error as? StoreFailure
        }
    }

    @Test func whatCannotBeReadIsToldToThoseAloneWhoAskForIt() async throws {
        try await Self.withDamage { store, _ in
            async let a = Self.failure { _ = try await store.lookup(Self.name("a")) }
            async let b = store.lookup(Self.name("b"))
            async let c = store.lookup(Self.name("c"))
            let found = try await (b, c)
            #expect(found.0 != .unknown && found.1 != .unknown)
            guard case .damaged(let message, [Self.name("a")]) = await a else {
                Issue.record("\(String(describing: await a))")
                return
            }
            #expect(message == "The database gave what cannot be read: retryable codes.")
        }
    }

    @Test func aTransactionNamesWhatItCannotRead() async throws {
        try await Self.withDamage { _, driver in
            let names: Set = [Self.name("a"), Self.name("b")]
            let failure = await Self.failure { _ = try await driver.inspect { try $0.lookup(names) } }
            #expect(failure?.names == [Self.name("a")])
        }
    }

    @Test func whoLooksForWorkPassesOverIt() async throws {
        try await Self.withDamage { _, driver in
            let leased = try await driver.lease(queues: ["q"], limit: 2)
            #expect(leased.map(\.name.id) == ["b", "c"])
            driver.time.advance(by: .seconds(10))
            let due = try await driver.inspect { try $0.due(limit: 9) }
            #expect(due.map(\.name.id) == ["b", "c"])
        }
    }

    /// However many they are, and however big, one that can be read is found behind them.
    @Test func manyThatCannotBeReadHideNone() async throws {
        try await withPostgresStore { store, driver in
            let big = Samples.payload(String(repeating: "x", count: 10_000))
            try await driver.start(
                all: (0..<300).map { StartRequest(operationID: "n\($0)", queue: "q", request: big) })
            try await driver.start("sound", queue: "q")
            try await TestDatabase.run(store.options.schema) {
                try $0.execute(
                    "UPDATE operations SET retryable_codes = 'odd', version = version + 1 WHERE name LIKE '%/n%'",
                    within: .seconds(5))
            }
            let found = try await driver.inspect {
                try $0.ready(LeaseSelector(queues: ["q"]), limit: 1, byteLimit: 25_000)
            }
            #expect(found.records.map(\.name.id) == ["sound"])
        }
    }

    @Test func aListLeavesOutWhatCannotBeRead() async throws {
        try await Self.withDamage { store, _ in
            let page = try await store.list(ListQuery(scope: .subtree(.root), limit: 9))
            #expect(page.records.map(\.name.id) == ["b", "c"])
        }
    }

    /// Somebody has locked a row by hand, and thinks.
    @Test func whoNeedsARowThatSomebodyHoldsIsToldWhich() async throws {
        try await withPostgresStore { store, driver in
            for id in ["a", "b"] { try await driver.start(id) }
            let names: Set = [Self.name("a"), Self.name("b")]
            var configuration = try PostgresConfiguration(try #require(TestDatabase.connection))
            configuration.settings = [PostgresConfiguration.Setting("search_path", store.options.schema)]
            let holder = try await PostgresConnection.open(configuration)
            try await holder.run {
                try $0.execute(
                    "BEGIN; SELECT 1 FROM operations WHERE name = 'operations/a' FOR UPDATE", within: .seconds(5))
            }
            let failure = await Self.failure { _ = try await driver.inspect { try $0.lookup(names) } }
            #expect(failure?.names == [Self.name("a")])
            let leased = try await driver.lease(limit: 2)
            #expect(leased.map(\.name.id) == ["b"])
            // Nobody waits for it again.
            let begun = ContinuousClock.now
            let second = await Self.failure { _ = try await driver.inspect { try $0.lookup(names) } }
            #expect(second?.names == [Self.name("a")])
            #expect(begun.duration(to: .now) < .seconds(2))
            await holder.close()
            // The server lets go a moment after that.
            for _ in 0..<1_000 {
                if await Self.failure({ _ = try await driver.inspect { try $0.lookup(names) } }) == nil { return }
            }
            Issue.record("It is held for ever.")
        }
    }

    private final class Runs: Sendable {
        private let number = Atomic(0)

        func add() { number.add(1, ordering: .relaxed) }

        var count: Int { number.load(ordering: .relaxed) }
    }

    /// Each waits for what the other holds, unless they take their locks in the same order.
    @Test func forgettingARequestIDAndUsingItAgainDoNotWaitForEachOther() async throws {
        try await withTwoStores { one, other in
            let request = StartRequest(operationID: "a", requestID: "r")
            let digest = ContentDigest(bytes: [1])
            let a = try await one.start(request, digest: digest).name
            try await one.apply(.delete(tombstoneRetention: .seconds(1)), to: a)
            one.time.advance(by: .seconds(2))
            let schema = try #require(one.store as? PostgresStore).options.schema
            let (purges, starts) = (Runs(), Runs())
            let purging = AsyncStream<Void>.makeStream()
            let starting = DispatchSemaphore(value: 0)
            async let purge: Void = one.store.transact { transaction in
                purges.add()
                _ = try transaction.purgeTombstones(limit: 9)
                // Shows it, and so makes it happen now.
                _ = try transaction.nextExpiry()
                purging.continuation.yield()
                starting.wait()
                let start = try Lifecycle.start(
                    StartRequest(), as: Self.name("b"), digest: nil, defaultTimeToLive: .seconds(60),
                    at: transaction.now)
                try transaction.write([start])
            }
            for await _ in purging.stream { break }
            async let start: Void = other.store.transact { transaction in
                starts.add()
                var again = request
                again.operationID = "c"
                let start = try Lifecycle.start(
                    again, as: Self.name("c"), digest: digest, defaultTimeToLive: .seconds(60), at: transaction.now)
                try transaction.write([start])
            }
            try await Self.untilSomebodyWaits(in: schema)
            for _ in 0..<2 { starting.signal() }
            _ = try await (purge, start)
            #expect(purges.count == 1 && starts.count == 1)
            #expect(try await one.store.lookup(Self.name("c")) != .unknown)
        }
    }

    private static func untilSomebodyWaits(in schema: String) async throws {
        let statement = PostgresStatement(
            unkept: """
                SELECT EXISTS (
                    SELECT 1 FROM pg_locks w JOIN pg_locks h ON h.pid = w.pid
                    WHERE NOT w.granted AND h.granted AND h.relation = 'feed'::regclass
                )
                """)
        for _ in 0..<1_000 {
            let waits = try await TestDatabase.run(schema) { session in
                session.queue(statement)
                return try session.flush(within: .seconds(5)).first?.first { $0.bool() } ?? false
            }
            if waits { return }
        }
        Issue.record("Nobody waits.")
    }
}
