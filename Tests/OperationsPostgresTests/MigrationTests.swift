import OperationsCore
import OperationsTestKit
import PostgresClient
import Testing

@testable import OperationsPostgres

@Suite(.enabled(if: TestDatabase.isThere)) struct PostgresMigrationTests {
    @Test func nodesThatStartAtOnceAllComeUp() async throws {
        try await withSchema { schema in
            let secrets = try await withThrowingTaskGroup(of: [UInt8].self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        let store = try await PostgresStore.open(TestDatabase.options(schema))
                        let secret = try await store.secret()
                        await store.close()
                        return secret
                    }
                }
                return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
            }
            #expect(secrets.count == 1 && secrets.first?.count == 32)
        }
    }

    @Test func aNewerSchemaIsUsedWhenItAllowsIt() async throws {
        try await withSchema { schema in
            try await opened(schema) { _ in }
            try await addMigration(schema, needs: Migration.programVersion)
            try await opened(schema) { store in
                let driver = StoreDriver(store: store, time: ManualTime())
                try await driver.start("a")
            }
            try await addMigration(schema, needs: Migration.programVersion + 1)
            await #expect(throws: PostgresStoreError.newerVersion(schema: schema)) {
                try await opened(schema) { _ in }
            }
        }
    }

    /// A node that is running hears of a schema it cannot work with, and changes nothing any more.
    @Test func aNodeThatRunsHearsThatItIsTooOld() async throws {
        try await withSchema { schema in
            try await opened(schema) { store in
                try await following(store) { follower in
                    try await addMigration(schema, needs: Migration.programVersion + 1)
                    try await follower.waitUntil { $0.faultChanges > 0 }
                    let fault = StoreFailure.obstructed(.programTooOld, detail: "")
                    #expect(store.fault == fault)
                    await #expect(throws: fault) {
                        try await store.transact { $0.now }
                    }
                }
            }
        }
    }

    @Test func whoMayNotMigrateSaysWhatIsMissing() async throws {
        try await withSchema { schema in
            var options = try TestDatabase.options(schema)
            options.migrates = false
            await #expect(throws: PostgresStoreError.needsMigration(schema: schema)) {
                _ = try await PostgresStore.open(options)
            }
            try await opened(schema) { _ in }
            await (try PostgresStore.open(options)).close()
        }
    }

    @Test func aServerThatIsNotThereIsNamedWithoutThePassword() async throws {
        let options = PostgresStore.Options(connection: "postgres://someone:verysecret@127.0.0.1:1/none")
        do {
            _ = try await PostgresStore.open(options)
            Issue.record("It opened.")
        } catch let error as PostgresStoreError {
            #expect(!error.description.contains("verysecret"))
        }
    }

    private func opened(_ schema: String, _ body: (PostgresStore) async throws -> Void) async throws {
        let store = try await PostgresStore.open(TestDatabase.options(schema))
        do {
            try await body(store)
            await store.close()
        } catch {
            await store.close()
            throw error
        }
    }

    private func addMigration(_ schema: String, needs: Int) async throws {
        try await TestDatabase.run(schema) {
            try $0.execute(
                "INSERT INTO schema_versions (version, needs) SELECT max(version) + 1, \(needs) FROM schema_versions",
                within: .seconds(5))
        }
    }
}
