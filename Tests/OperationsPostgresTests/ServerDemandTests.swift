import OperationsCore
import OperationsTestKit
import PostgresClient
import Testing

@testable import OperationsPostgres

@Suite struct ServerDemandTests {
    private func target(_ demand: PostgresStore.ServerDemand, _ connection: String) throws -> String? {
        try demand.configuration(connection, schema: SchemaName("s")).targetSessionAttributes
    }

    @Test(arguments: [
        ("postgres://h/d", "read-write"), ("host=h dbname=target_session_attrs", "read-write"),
        ("postgresql://h,i/d?target_session_attrs=primary&sslmode=disable", "primary"),
        ("host=h target_session_attrs='read-write'", "read-write"),
    ])
    func writesGoToAServerThatTakesThem(_ given: String, _ used: String) throws {
        #expect(try target(.primary, given) == used)
    }

    @Test(arguments: ["any", "read-only", "standby", "prefer-standby", ""])
    func anotherWishIsRefusedInSoManyWords(_ wish: String) throws {
        for connection in [
            "postgres://h,i/d?target_session_attrs=\(wish)", "host=h target_session_attrs='\(wish)' dbname=d",
        ] {
            let error = #expect(throws: PostgresStoreError.self) { try target(.primary, connection) }
            #expect(error == .takesNoWrites(target: wish))
            #expect(error?.description.contains("write target_session_attrs=read-write") == true)
            #expect(try target(.any, connection) == wish)
        }
    }

    @Test(.enabled(if: TestDatabase.isThere)) func nobodyWritesByAStringThatAllowsAStandby() async throws {
        try await withSchema { schema in
            var options = try TestDatabase.options(schema)
            options.connection += "?target_session_attrs=any"
            let error = PostgresStoreError.takesNoWrites(target: "any")
            await #expect(throws: error) { try await PostgresStore.open(options) }
            await #expect(throws: error) { try await PostgresStore.migrate(options) }
        }
    }

    /// What takes no writes by a setting looks like a standby.
    @Test(.enabled(if: TestDatabase.isThere)) func aServerThatTakesNoWritesServesForLooking() async throws {
        try await withPostgresStore { store, driver in
            let name = try await driver.start("a").name
            var options = store.options
            options.connection += "?options=-cdefault_transaction_read_only%3Don"
            let error = await #expect(throws: PostgresStoreError.self) { try await PostgresStore.open(options) }
            #expect(error?.description.contains("session is read-only") == true)
            options.migrates = false
            options.server = .any
            let other = try await PostgresStore.open(options)
            #expect(try await other.lookup(name).record(named: name).revision == 1)
            #expect(try await other.structuralFaults() == [])
            await other.close()
        }
    }
}
