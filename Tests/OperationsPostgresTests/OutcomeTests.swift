import Foundation
import OperationsCore
import OperationsTestKit
import PostgresClient
import Synchronization
import Testing

@testable import OperationsPostgres

/// Connections that break while a transaction is under way.
@Suite(.enabled(if: TestDatabase.isThere)) struct OutcomeTests {
    private struct LostAnswer: Error {}

    /// Loses the next answers.
    private final class Thief: Sendable {
        private let count: Mutex<Int>

        init(_ count: Int) {
            self.count = Mutex(count)
        }

        func takeOne() throws {
            let steals = count.withLock { count in
                defer { count -= 1 }
                return count > 0
            }
            if steals { throw LostAnswer() }
        }
    }

    @Test func whatWasCarriedOutIsNotDoneAgain() async throws {
        let thief = Thief(2)
        try await withPostgresStore {
            $0.onAnswer = { try thief.takeOne() }
        } _: { store, driver in
            let runs = Mutex(0)
            let name = OperationName(stored: "operations/a")
            let answer = try await store.transact { transaction in
                let run = runs.withLock { runs in
                    runs += 1
                    return runs
                }
                let start = try Lifecycle.start(
                    StartRequest(), as: name, digest: nil, defaultTimeToLive: .seconds(60), at: transaction.now)
                try transaction.write([start])
                return run
            }
            #expect(answer == 1 && runs.withLock { $0 } == 1)
            #expect(try await driver.record(name).state == .pending)
            #expect(try await driver.lease().map(\.name) == [name])
        }
    }

    /// The server ends the connection while the commit waits for the feed, so that it is never carried out.
    @Test func whatWasNotCarriedOutIsRunAgain() async throws {
        try await withPostgresStore { store, driver in
            try await driver.start("warm")
            let schema = store.options.schema
            try await holdingFeed(schema) {
                let start = Task { try await driver.start("a") }
                try await endSession(waitingIn: schema)
                return { _ = try await start.value }
            }
            #expect(try await driver.record(OperationName(stored: "operations/a")).revision == 1)
            #expect(try await marks(schema, carriedOut: false) == 1)
        }
    }

    /// The asker's own mark keeps the run from ever being carried out, however late it comes.
    @Test func aRunThatWasDeniedCannotComeLater() async throws {
        try await withPostgresStore { store, _ in
            let mark = CommitMark(at: PostgresStore.localTime())
            #expect(await OutcomeQuestion(pool: store.writers, mark: mark, begun: .now).answer() == false)
            #expect(await OutcomeQuestion(pool: store.writers, mark: mark, begun: .now).answer() == false)
            await #expect(throws: PostgresError.self) {
                try await store.writers.run { session in
                    session.queue(StoreStatement.mark.statement) { $0.uuid(mark.bytes) }
                    _ = try session.flush(within: .seconds(5))
                }
            }
        }
    }

    /// A node that thinks too long in the middle of a transaction loses it, and begins again.
    @Test func aStalledTransactionIsRunAgain() async throws {
        try await withPostgresStore { store, driver in
            let name = try await driver.start("a").name
            let stalls = Mutex(true)
            try await store.transact { transaction in
                let record = try (transaction.lookup([name])[name] ?? .unknown).record(named: name)
                let stallsNow = stalls.withLock { stalls in
                    defer { stalls = false }
                    return stalls
                }
                if stallsNow { try Self.endSession(of: transaction) }
                let cancel = Command.cancel(gracePeriod: .zero)
                try transaction.write([try Lifecycle.apply(cancel, to: record, at: transaction.now)])
            }
            #expect(try await driver.record(name).state == .cancelled)
            #expect(try await driver.record(name).revision == 2)
        }
    }

    /// What `idle_in_transaction_session_timeout` does, at once.
    private static func endSession(of transaction: any StoreTransaction) throws {
        guard let transaction = transaction as? PostgresTransaction else { return }
        transaction.session.queue(PostgresStatement(unkept: "SET idle_in_transaction_session_timeout = '1ms'"))
        _ = try transaction.session.flush(within: .seconds(1))
        usleep(100_000)
    }

    /// Ends the session of the schema's store that waits for the feed.
    private func endSession(waitingIn schema: String) async throws {
        try await TestDatabase.run(schema) { session in
            let statement = PostgresStatement(
                unkept: """
                    SELECT count(pg_terminate_backend(a.pid)) FROM pg_stat_activity a, pg_locks l
                    WHERE a.pid = l.pid AND NOT l.granted
                        AND a.query LIKE '%FROM feed%' AND a.application_name = 'longrun'
                        AND EXISTS (
                            SELECT 1 FROM pg_locks f WHERE f.pid = a.pid AND f.relation = 'feed'::regclass)
                    """)
            for _ in 0..<1_000 {
                session.queue(statement)
                if try session.flush(within: .seconds(5)).first?.first({ $0.int() }) == 1 { return }
                session.queue(PostgresStatement(unkept: "SELECT pg_sleep(0.005)"))
                _ = try session.flush(within: .seconds(5))
            }
            Issue.record("Nobody waited for the feed.")
        }
    }

    /// Holds the feed's lock until `body` has answered, then waits for what it answered.
    private func holdingFeed(
        _ schema: String, _ body: () async throws -> (() async throws -> Void)
    ) async throws {
        var configuration = try PostgresConfiguration(try #require(TestDatabase.connection))
        configuration.settings = [PostgresConfiguration.Setting("search_path", schema)]
        let connection = try await PostgresConnection.open(configuration)
        try await connection.run { try $0.execute("BEGIN; SELECT 1 FROM feed FOR UPDATE", within: .seconds(5)) }
        do {
            let rest = try await body()
            await connection.close()
            try await rest()
        } catch {
            await connection.close()
            throw error
        }
    }

    private func marks(_ schema: String, carriedOut: Bool) async throws -> Int64? {
        try await TestDatabase.run(schema) { session in
            session.queue(PostgresStatement(unkept: "SELECT count(*) FROM commits WHERE was_carried_out = $1")) {
                $0.bool(carriedOut)
            }
            return try session.flush(within: .seconds(5)).first?.first { $0.int() }
        }
    }
}
