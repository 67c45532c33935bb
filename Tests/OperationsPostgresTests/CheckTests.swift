import OperationsCore
import OperationsEngine
import OperationsTestKit
import PostgresClient
import Testing

@testable import OperationsPostgres

/// Checks of stores on PostgreSQL, by those who may only read.
@Suite(.enabled(if: TestDatabase.isThere)) struct PostgresCheckTests {
    @Test func aRowThatCannotBeReadIsNamed() async throws {
        try await withPostgresStore { store, driver in
            try await driver.populateWidely(seed: 2)
            let names = try await driver.store.changes(after: 0, limit: .max).compactMap { $0.record?.name.text }
            let damaged = try #require(names.sorted().dropFirst(3).first)
            let before = try await StoreCheck.run(on: store)
            try await TestDatabase.run(store.schema.text) {
                $0.queue(PostgresStatement(unkept: "UPDATE operations SET labels = '\\xff' WHERE name = $1")) {
                    $0.kept(damaged)
                }
                _ = try $0.flush(within: .seconds(5))
            }
            let report = try await StoreCheck.run(on: store)
            #expect(report.faults.map(\.subject) == [damaged], "\(report.faults)")
            #expect(report.faults.first?.sentence.hasPrefix("It cannot be read. The database gave") == true)
            #expect(report.counts[.operations] == (before.counts[.operations] ?? 0) - 1 && report.digest == nil)
        }
    }

    /// A page that the server itself cannot read: here a column that says so.
    @Test func aPageThatIsDamagedIsAFault() async throws {
        try await withPostgresStore { store, driver in
            let names = try await [driver.start("a").name.text, driver.start("b").name.text]
            try await TestDatabase.run(store.schema.text) {
                let spoilt = "CASE WHEN name = '\(names[0])' THEN spoilt() ELSE labels END AS labels"
                let columns = try Self.columns($0).map { $0 == "labels" ? spoilt : $0 }
                try $0.execute(
                    "CREATE FUNCTION spoilt() RETURNS bytea LANGUAGE plpgsql STABLE AS "
                        + "$$ BEGIN RAISE SQLSTATE 'XX001' USING MESSAGE = 'invalid page'; END $$;"
                        + "ALTER TABLE operations RENAME TO sound;"
                        + "CREATE VIEW operations AS SELECT \(columns.joined(separator: ", ")) FROM sound",
                    within: .seconds(5))
            }
            let report = try await StoreCheck.run(on: store, retryPause: .zero)
            let words = "cannot be read. The database gave what cannot be read: invalid page (SQLSTATE XX001)."
            #expect(
                report.faults.contains { $0.subject == names[0] && $0.sentence == "It \(words)" }, "\(report.faults)")
            #expect(!report.faults.contains { $0.subject == names[1] } && report.counts[.operations] == 1)
        }
    }

    @Test func aSecretThatIsMissingIsSaidToBe() async throws {
        try await withPostgresStore { store, _ in
            try await TestDatabase.run(store.schema.text) {
                try $0.execute("DELETE FROM meta WHERE key = 'secret'", within: .seconds(5))
            }
            let report = try await check(store.options)
            #expect(report.faults.map(\.sentence) == ["The secret is missing, with which page tokens are sealed."])
        }
    }

    /// No more than SELECT on the tables, and nothing on sequences; on a server that takes no writes, as a standby.
    @Test func whoMayOnlyReadMayCheck() async throws {
        try await withPostgresStore { store, driver in
            try await driver.populateWidely(seed: 3)
            let role = store.schema.text
            try await TestDatabase.run {
                try $0.execute(
                    "CREATE ROLE \(role) LOGIN; GRANT USAGE ON SCHEMA \(role) TO \(role);"
                        + "GRANT SELECT ON ALL TABLES IN SCHEMA \(role) TO \(role);"
                        + "ALTER ROLE \(role) SET default_transaction_read_only = on", within: .seconds(5))
            }
            var options = store.options
            options.connection = try TestDatabase.connection(as: role)
            let report = try await check(options)
            let expected = try await StoreCheck.run(on: store)
            #expect(report == expected && report.isSound && report.digest != nil)
            options.connection += "?target_session_attrs=any"
            #expect(try await check(options) == expected)
            try await TestDatabase.run {
                try $0.execute("DROP OWNED BY \(role); DROP ROLE \(role)", within: .seconds(5))
            }
        }
    }

    /// Those of the table operations.
    private static func columns(_ session: PostgresSession) throws -> [String] {
        let sql = """
            SELECT attname::text FROM pg_attribute
            WHERE attrelid = 'operations'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
            """
        session.queue(PostgresStatement(unkept: sql))
        return try session.flush(within: .seconds(5)).first?.all { $0.text() } ?? []
    }

    private func check(_ options: PostgresStore.Options) async throws -> StoreCheckReport {
        var options = options
        options.onlyReads = true
        let store = try await PostgresStore.open(options)
        do {
            let report = try await StoreCheck.run(on: store)
            await store.close()
            return report
        } catch {
            await store.close()
            throw error
        }
    }
}
