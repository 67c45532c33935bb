import Logging
import OperationsCore
import OperationsTestKit
import PostgresClient
import Testing

@testable import OperationsPostgres

@Suite(.enabled(if: TestDatabase.isThere)) struct PresenceTests {
    private static let secret = Array(0..<32 as Range<UInt8>)

    @Test func aSchemaThatIsServedFromIsNotFilled() async throws {
        try await withStores { serving, other in
            try await following(serving) { _ in
                try await untilShown(serving)
                await #expect(throws: ArchiveLoadingError.inUse) {
                    try await other.beginLoading(secret: Self.secret, lastPosition: 1)
                }
                #expect(try await !other.isIncomplete())
            }
            // The server lets go of the lock a moment after the connection was closed.
            try await until { try await holder(of: serving) == nil }
            try await other.beginLoading(secret: Self.secret, lastPosition: 1)
        }
    }

    @Test func whoLostItsConnectionIsSeenAgain() async throws {
        try await withStores { serving, _ in
            try await following(serving) { _ in
                let first = try await untilShown(serving)
                try await TestDatabase.run(serving.schema.text) {
                    $0.queue(PostgresStatement(unkept: "SELECT pg_terminate_backend($1::int)")) { $0.int32(first) }
                    _ = try $0.flush(within: .seconds(5))
                }
                let second = try await untilShown(serving, besides: first)
                #expect(second != first && serving.fault == nil)
            }
        }
    }

    /// Its lock was lost just then: its commits are refused by the tables themselves, and it notices.
    @Test func whoWasNotSeenCommitsNothing() async throws {
        try await withStores { unseen, other in
            try await other.beginLoading(secret: Self.secret, lastPosition: 1)
            let driver = StoreDriver(store: unseen, time: ManualTime())
            let error = await #expect(throws: StoreFailure.self) { try await driver.start("a") }
            guard case .obstructed(.beingFilled, _) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            try await following(unseen) { follower in
                try await follower.waitUntil { $0.faultChanges > 0 }
                #expect(unseen.fault == .obstructed(.beingFilled, detail: ""))
                try await other.load([])
                try await other.endLoading()
                try await until { unseen.fault == .obstructed(.replaced, detail: "") }
                await #expect(throws: StoreFailure.obstructed(.replaced, detail: "")) { try await driver.start("a") }
            }
            try await StoreDriver(store: other, time: ManualTime()).start("b")
        }
    }

    @Test func aSchemaThatIsGoneIsSaidToBe() async throws {
        try await withStores { serving, _ in
            try await following(serving) { follower in
                try await drop(serving.schema.text)
                try await follower.waitUntil { $0.faultChanges > 0 }
                guard case .obstructed(.schemaMissing, let detail) = serving.fault else {
                    Issue.record("\(String(describing: serving.fault))")
                    return
                }
                #expect(detail.contains("does not exist"))
            }
        }
    }

    /// As after a change of the password, which a server that trusts everybody does not ask for.
    @Test func aServerThatLetsUsInNoMoreIsSaidTo() async throws {
        try await withStores { owner, _ in
            try await TestDatabase.withRole(in: owner.schema.text) { role in
                let store = try await open(owner, as: role)
                try await following(store) { follower in
                    try await TestDatabase.run {
                        // One after the other: who comes back before the first is committed would be let in.
                        try $0.execute("ALTER ROLE \(role) NOLOGIN", within: .seconds(5))
                        try $0.execute(
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '\(role)'",
                            within: .seconds(5))
                    }
                    try await follower.waitUntil { _ in
                        if case .obstructed(.accessDenied, _) = store.fault { true } else { false }
                    }
                }
                await store.close()
            }
        }
    }

    /// As with a limit that was enough before.
    @Test func aConnectionTooManyIsSaidToBeOnceAndShownLater() async throws {
        try await withStores { owner, _ in
            try await TestDatabase.withRole(in: owner.schema.text) { role in
                let recorder = LogRecorder()
                let store = try await open(owner, as: role, logger: recorder.logger)
                try await limit(role, to: 0)
                let presence = Task { await store.showPresence(RecordingFollower()) }
                try await until { !recorder.lines.isEmpty }
                // The next two tries come 2 s and 4 s later.
                try await limit(role, to: -1)
                try await untilShown(owner)
                presence.cancel()
                await presence.value
                await store.close()
                #expect(recorder.lines.count == 1)
                #expect(recorder.lines.first?.message.contains("cannot show in the database") == true)
                #expect(recorder.lines.first?.metadata["error"]?.contains("too many connections") == true)
            }
        }
    }

    @Test func whoMayNotTakeTheLockSeesAllTheSameWhoseTheSchemaIs() async throws {
        try await withStores { store, _ in
            let schema = store.schema.text
            let tenancy = try await TestDatabase.run {
                // Stands before the one of the server, as if that were refused.
                try $0.execute(
                    "CREATE FUNCTION \(schema).pg_try_advisory_lock_shared(bigint) RETURNS boolean LANGUAGE plpgsql "
                        + "AS $$ BEGIN RAISE insufficient_privilege; END $$;"
                        + "SET search_path = \(schema), pg_catalog", within: .seconds(5))
                return try Tenancy.read($0, isShown: false)
            }
            #expect(try await tenancy.secret == store.secret() && !tenancy.isShown && !tenancy.isFilled)
            #expect(tenancy.refusal?.cause == .obstructed(.accessDenied))
            #expect(tenancy.refusal?.statement == "showPresence")
        }
    }

    private func limit(_ role: String, to connections: Int) async throws {
        try await TestDatabase.run {
            try $0.execute("ALTER ROLE \(role) CONNECTION LIMIT \(connections)", within: .seconds(5))
        }
    }

    private func open(
        _ owner: PostgresStore, as role: String, logger: Logger = Logger(label: "test")
    ) async throws -> PostgresStore {
        var options = owner.options
        options.connection = try TestDatabase.connection(as: role)
        return try await PostgresStore.open(options, logger: logger)
    }

    private func withStores(_ body: (PostgresStore, PostgresStore) async throws -> Void) async throws {
        try await withTwoStores { one, other in
            try await body(
                try #require(one.store as? PostgresStore), try #require(other.store as? PostgresStore))
        }
    }

    /// - Returns: the session that holds the lock.
    @discardableResult
    private func untilShown(_ store: PostgresStore, besides last: Int32 = 0) async throws -> Int32 {
        var holder: Int32?
        try await until {
            holder = try await self.holder(of: store, besides: last)
            return holder != nil
        }
        return try #require(holder)
    }

    private func holder(of store: PostgresStore, besides last: Int32 = 0) async throws -> Int32? {
        try await TestDatabase.run(store.schema.text) { session in
            let sql = """
                SELECT l.pid FROM pg_locks l, hashtextextended('longrun/serving/' || current_schema(), 0) AS key
                WHERE l.locktype = 'advisory' AND l.mode = 'ShareLock' AND l.granted AND l.pid <> $1
                    AND (l.classid::bigint << 32 | l.objid::bigint) = key
                """
            session.queue(PostgresStatement(unkept: sql)) { $0.int32(last) }
            return try session.flush(within: .seconds(5)).first?.first { $0.int32() }
        }
    }

    /// Tables are dropped one after the other, and somebody reads several of them meanwhile.
    private func drop(_ schema: String) async throws {
        try await until {
            do {
                try await TestDatabase.drop(schema)
                return true
            } catch let error as PostgresError where error.kind == .server(.deadlockDetected) {
                return false
            }
        }
    }

    private func until(_ condition: () async throws -> Bool) async throws {
        for _ in 0..<1_000 {
            if try await condition() { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("It never came about.")
    }
}
