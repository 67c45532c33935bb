import GRDB
import OperationsCore
import OperationsTestKit
import Synchronization
import Testing

@testable import OperationsSQLite

@Suite struct DurabilityTests {
    @Test func commitsAreSyncedToDisk() async throws {
        try await withSQLiteStore { store, _ in
            let (synchronous, journal) = try await store.pool.writeWithoutTransaction { db in
                (try Int.fetchOne(db, sql: "PRAGMA synchronous"), try String.fetchOne(db, sql: "PRAGMA journal_mode"))
            }
            #expect(synchronous == 2)
            #expect(journal == "wal")
        }
    }

    @Test func reopeningKeepsEverything() async throws {
        try await withTemporaryDirectory { directory in
            let time = ManualTime()
            let path = directory + "/test.db"
            var store = try SQLiteStore(path: path, time: time)
            var driver = StoreDriver(store: store, time: time)
            let full = try await driver.start(try Samples.fullStart(at: time.now), digest: ContentDigest(bytes: [9]))
            let gone = try await driver.start("gone").name
            try await driver.apply(.delete(tombstoneRetention: .seconds(60)), to: gone)
            try await driver.start("leased")
            let leased = try await driver.lease()
            let secret = try await store.secret()
            let changes = try await store.changes(after: 0, limit: 10)
            let tombstone = try await store.lookup(gone)
            store.close()

            store = try SQLiteStore(path: path, time: time)
            driver = StoreDriver(store: store, time: time)
            #expect(try await store.secret() == secret)
            #expect(try await store.lookup(full.name) == .live(full))
            #expect(try await store.lookup(gone) == tombstone)
            #expect(try await store.changes(after: 0, limit: 10) == changes)
            #expect(try await store.history(of: full.name, after: 0, limit: 9).count == 1)
            let key = RequestKey(parent: full.name.parent, requestID: full.requestID ?? "")
            #expect(try await driver.inspect { try $0.rememberedStarts([key])[key]?.name } == full.name)
            let running = try #require(leased.first)
            #expect(try await driver.complete(running)?.state == .succeeded)
            store.close()
        }
    }

    @Test func policiesSurviveAndStillGoWithTheirOperation() async throws {
        try await withTemporaryDirectory { directory in
            let time = ManualTime()
            let path = directory + "/test.db"
            var store = try SQLiteStore(path: path, time: time)
            let name = try await StoreDriver(store: store, time: time).start("a").name
            try await store.transact { try $0.put(Samples.policy(), of: name.text) }
            store.close()

            store = try SQLiteStore(path: path, time: time)
            #expect(try await store.policy(of: name.text) == Samples.policy())
            try await StoreDriver(store: store, time: time).apply(.delete(tombstoneRetention: .zero), to: name)
            #expect(try await store.policy(of: name.text) == nil)
            store.close()
        }
    }

    /// As long as nobody sets a policy, removing operations costs no statement more.
    @Test func withoutPoliciesNoneAreLookedFor() async throws {
        let statements = Mutex<[String]>([])
        var options = SQLiteStore.Options()
        options.onStatement = { sql in statements.withLock { $0.append(sql) } }
        try await withSQLiteStore(options: options) { _, driver in
            let names = [try await driver.start("a").name, try await driver.start("b").name]
            statements.withLock { $0 = [] }
            try await driver.apply(.delete(tombstoneRetention: .zero), to: names[0])
            #expect(statements.withLock { $0.count { $0.contains("policies") } } == 0)
            try await driver.store.transact { try $0.put(Samples.policy(), of: "projects/p") }
            statements.withLock { $0 = [] }
            try await driver.apply(.delete(tombstoneRetention: .zero), to: names[1])
            #expect(statements.withLock { $0.count { $0.contains("policies") } } == 1)
        }
    }

    @Test func positionsGrowAcrossAPurgeAndARestart() async throws {
        try await withTemporaryDirectory { directory in
            let time = ManualTime()
            let path = directory + "/test.db"
            var store = try SQLiteStore(path: path, time: time)
            var driver = StoreDriver(store: store, time: time)
            let name = try await driver.start("a").name
            try await driver.apply(.delete(tombstoneRetention: .zero), to: name)
            let last = try #require(try await store.changes(after: 0, limit: 9).last?.position)
            #expect(try await driver.sweep() == 1)
            store.close()

            store = try SQLiteStore(path: path, time: time)
            driver = StoreDriver(store: store, time: time)
            try await driver.start("b")
            #expect(try await store.changes(after: last, limit: 9).count == 1)
            store.close()
        }
    }

    @Test func aClosedStoreSaysSo() async throws {
        try await withSQLiteStore { store, driver in
            store.close()
            let failure = StoreFailure.unavailable("The store is closed.")
            await #expect(throws: failure) { try await driver.start("a") }
            await #expect(throws: failure) { _ = try await store.lookup(OperationName(stored: "operations/a")) }
        }
    }
}
