import OperationsCore
import OperationsTestKit
import PostgresClient
import Testing

@testable import OperationsPostgres

/// The store's time is the server's, so that all nodes have one.
@Suite(.enabled(if: TestDatabase.isThere)) struct PostgresTimeTests {
    @Test func nowIsTheServersAndTheSameThroughout() async throws {
        try await withPostgresStore {
            $0.time = nil
        } _: { store, driver in
            let before = try await serverTime(store)
            let times = try await driver.inspect { transaction in
                let first = transaction.now
                _ = try transaction.lookup([OperationName(stored: "operations/a")])
                return [first, transaction.now]
            }
            let after = try await serverTime(store)
            #expect(times[0] == times[1] && before <= times[0] && times[0] <= after)
        }
    }

    /// What was waited for happened before.
    @Test func nowIsLaterThanWhatWasLockedBefore() async throws {
        try await withPostgresStore {
            $0.time = nil
        } _: { _, driver in
            let name = try await driver.start("a").name
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        try await driver.store.transact { transaction in
                            let record = try (transaction.lookup([name])[name] ?? .unknown).record(named: name)
                            #expect(record.updateTime <= transaction.now)
                            let grant = LeaseGrant(token: "t", workerID: "w", duration: .seconds(9))
                            let release = Release(token: "t", digest: ContentDigest(bytes: [1]))
                            let lease = try Lifecycle.apply(.lease(grant), to: record, at: transaction.now)
                            guard let leased = lease.after else { return }
                            let end = try Lifecycle.apply(.release(release), to: leased, at: transaction.now)
                            try transaction.write([lease, end])
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await driver.record(name).revision == 13)
        }
    }

    /// A body that fails leaves nothing behind, and the next one finds a sound connection.
    @Test func aFailedStatementIsNoEndOfAConnection() async throws {
        try await withPostgresStore { store, driver in
            await #expect(throws: StoreFailure.self) {
                try await store.transact { transaction in
                    guard let transaction = transaction as? PostgresTransaction else { return }
                    try transaction.guarded {
                        transaction.session.queue(PostgresStatement(unkept: "SELECT 1 / 0"))
                        try transaction.flush()
                    }
                }
            }
            try await driver.start("a")
            #expect(store.writers.load.idle == 1)
        }
    }

    private func serverTime(_ store: PostgresStore) async throws -> Timestamp {
        try await store.ask(.time) { _ in
        } read: {
            try $0.first { $0.timestamp() } ?? .minimum
        }
    }
}
