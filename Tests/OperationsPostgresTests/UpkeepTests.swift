import OperationsCore
import OperationsTestKit
import PostgresClient
import Testing

@testable import OperationsPostgres

@Suite(.enabled(if: TestDatabase.isThere)) struct UpkeepTests {
    @Test func historyLiesInThePartitionOfItsDay() async throws {
        try await withPostgresStore { store, driver in
            let schema = store.options.schema
            try await store.tidyUp()
            #expect(
                try await partitions(schema) == [
                    "history_20250101", "history_20250102", "history_20250103", "history_20250104", "history_default",
                ])
            let name = try await driver.start("a").name
            #expect(try await lines(schema, "history_20250101") == 1)
            #expect(try await lines(schema, "history_default") == 0)
            driver.time.advance(by: .seconds(86_400))
            try await driver.apply(.cancel(gracePeriod: .zero), to: name)
            #expect(try await lines(schema, "history_20250102") == 1)
            #expect(try await store.history(of: name, after: 0, limit: 9).map(\.kind) == [.started, .cancelled])
        }
    }

    @Test func partitionsThatNobodyNeedsAreDropped() async throws {
        try await withPostgresStore { store, driver in
            let schema = store.options.schema
            try await store.tidyUp()
            let old = try await driver.start("old").name
            driver.time.advance(by: .seconds(3 * 86_400))
            let young = try await driver.start("young").name
            try await store.tidyUp()
            #expect(try await partitions(schema).contains("history_20250101"), "An operation still needs it.")
            #expect(try await store.history(of: old, after: 0, limit: 9).count == 1)
            try await driver.apply(.delete(tombstoneRetention: .zero), to: old)
            try await store.tidyUp()
            #expect(
                try await partitions(schema) == [
                    "history_20250103", "history_20250104", "history_20250105", "history_20250106",
                    "history_20250107", "history_default",
                ])
            #expect(try await store.history(of: young, after: 0, limit: 9).count == 1)
        }
    }

    /// Nobody made partitions for days: lines are kept all the same, and the next days have their partitions again.
    @Test func linesWithoutAPartitionAreKept() async throws {
        try await withPostgresStore { store, driver in
            let schema = store.options.schema
            try await store.tidyUp()
            driver.time.advance(by: .seconds(30 * 86_400))
            let name = try await driver.start("a").name
            #expect(try await lines(schema, "history_default") == 1)
            try await store.tidyUp()
            #expect(try await store.history(of: name, after: 0, limit: 9).count == 1)
            let partitions = try await partitions(schema)
            #expect(!partitions.contains("history_20250131") && partitions.contains("history_20250201"))
            try await driver.apply(.delete(tombstoneRetention: .zero), to: name)
            driver.time.advance(by: .seconds(5 * 86_400))
            try await store.tidyUp()
            #expect(try await lines(schema, "history_default") == 0)
        }
    }

    @Test func allNodesMayTidyUpAtOnce() async throws {
        try await withTwoStores { one, other in
            try await one.start("a")
            let stores = [one.store, other.store].compactMap { $0 as? PostgresStore }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<8 {
                    let store = stores[number % 2]
                    group.addTask { try await store.tidyUp() }
                    group.addTask { try await one.start("n\(number)") }
                }
                try await group.waitForAll()
            }
            #expect(try await other.inspect { try $0.ready(LeaseSelector(), limit: 99).count } == 9)
        }
    }

    @Test func oldMarksAreForgotten() async throws {
        try await withPostgresStore { store, driver in
            try await driver.start("a")
            try await TestDatabase.run(store.options.schema) {
                try $0.execute(
                    """
                    INSERT INTO commits VALUES
                        ('00000000-0000-0000-0000-000000000001', true, now() - interval '11 minutes'),
                        ('00000000-0000-0000-0000-000000000002', true, now() - interval '9 minutes')
                    """, within: .seconds(5))
            }
            try await store.tidyUp()
            #expect(try await lines(store.options.schema, "commits") == 2)
        }
    }

    /// What a touch leaves is no new version of the payloads, and what is read again is not sent again.
    @Test func bigPayloadsAreNotWrittenAgain() async throws {
        try await withPostgresStore { store, driver in
            let schema = store.options.schema
            var random = SeededGenerator(seed: 3)
            let big = Payload.binary(
                typeURL: "t", bytes: (0..<200_000).map { _ in UInt8.random(in: .min ... .max, using: &random) })
            try await driver.start("a", request: big)
            let record = try #require(try await driver.lease().first)
            let before = try await toastRows(schema)
            let token = record.lease?.token ?? ""
            for percent in 1...5 {
                let beat = Heartbeat(token: token, progressPercent: Int32(percent))
                try await driver.apply(.heartbeat(beat), to: record.name)
                try await driver.apply(.heartbeat(Heartbeat(token: token)), to: record.name)
            }
            let written = try await driver.complete(record)
            #expect(try await toastRows(schema) == before)
            #expect(try await driver.record(record.name) == written)
            #expect(written?.request == big)
        }
    }

    private func partitions(_ schema: String) async throws -> [String] {
        try await TestDatabase.run(schema) { session in
            session.queue(StoreStatement.historyPartitions.statement)
            return try session.flush(within: .seconds(5)).first?.all { $0.text() }.sorted() ?? []
        }
    }

    private func lines(_ schema: String, _ table: String) async throws -> Int64? {
        try await number(schema, "SELECT count(*) FROM \(table)")
    }

    private func toastRows(_ schema: String) async throws -> Int64? {
        let oid = try await number(
            schema, "SELECT reltoastrelid::bigint FROM pg_class WHERE oid = 'operations'::regclass")
        let name = try await TestDatabase.run(schema) { session in
            session.queue(PostgresStatement(unkept: "SELECT $1::oid::regclass::text")) { $0.int(oid) }
            return try session.flush(within: .seconds(5)).first?.first { $0.text() } ?? ""
        }
        return try await number(schema, "SELECT pg_relation_size('\(name)')")
    }

    private func number(_ schema: String, _ sql: String) async throws -> Int64? {
        try await TestDatabase.run(schema) { session in
            session.queue(PostgresStatement(unkept: sql))
            return try session.flush(within: .seconds(5)).first?.first { $0.int() }
        }
    }
}
