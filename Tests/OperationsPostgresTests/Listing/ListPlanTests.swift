import OperationsCore
import OperationsTestKit
import PostgresClient
import Testing

@testable import OperationsPostgres

/// Lists read their index in its order, in a store of any size and whatever the server knows of its tables.
@Suite(.enabled(if: TestDatabase.isThere), .serialized) struct ListPlanTests {
    enum Knowledge: CaseIterable, Sendable {
        /// A plan that is made when the tables are empty is kept when they have grown.
        case ofEmptyTables
        case none
        case statistics
    }

    @Test(arguments: Knowledge.allCases)
    func listsReadTheirIndexInOrder(_ knowledge: Knowledge) async throws {
        try await withPostgresStore { store, driver in
            let schema = store.schema.text
            if knowledge != .ofEmptyTables { try await Self.fill(driver, schema) }
            if knowledge == .statistics {
                try await TestDatabase.run(schema) {
                    try $0.execute("ANALYZE operations, labels", within: .seconds(20))
                }
            }
            for statement in ListIndexStatement.allCases {
                let plan = try await store.read { try Self.plan(of: statement, $0) }
                Self.expect(plan, statement)
                guard knowledge != .ofEmptyTables else { continue }
                // The store's settings help, but are not needed.
                let anew = try await TestDatabase.run(schema) { session in
                    try session.execute("SET plan_cache_mode = force_custom_plan", within: .seconds(5))
                    return try Self.plan(of: statement, session)
                }
                Self.expect(anew, statement)
            }
        }
    }

    @Test(arguments: [ListStatement.rows, .payloads])
    func rowsAreSearched(_ statement: ListStatement) async throws {
        try await withPostgresStore { store, _ in
            let plan = try await store.read {
                try Self.plan(of: statement.statement, types: "text[]", values: "ARRAY['a', 'b']", $0)
            }
            #expect(
                plan.filter { $0.contains("Index") && $0.contains("Scan") } == [
                    "Index Scan using operations_pkey on operations"
                ])
        }
    }

    /// Makes 30,000 operations of one.
    private static func fill(_ driver: StoreDriver, _ schema: String) async throws {
        try await driver.start("a")
        for record in try await driver.lease() { try await driver.complete(record) }
        try await TestDatabase.run(schema) { session in
            try session.execute(
                """
                ALTER TABLE operations SET (autovacuum_enabled = false);
                INSERT INTO operations SELECT (jsonb_populate_record(o, jsonb_build_object(
                    'name', 'operations/n' || number * 7919 % 100003, 'id', number, 'position', number,
                    'create_time', o.create_time + number * interval '1 ms'))).*
                FROM operations o, generate_series(1000000000000, 1000000030000) AS number;
                INSERT INTO labels SELECT 'default', 'default', name FROM operations;
                """, within: .seconds(60))
        }
    }

    private static func expect(_ plan: [String], _ statement: ListIndexStatement) {
        let scans = plan.filter { $0.contains("Scan") }
        let direction = statement.question == .descending ? " Backward" : ""
        // Only where the time is not the index's, the row is read.
        let isWide = statement.index != .labels && statement.asksForAnotherTime
        let scan = (isWide ? "Index Scan" : "Index Only Scan") + direction
        let first = "\(scan) using \(indexes[statement.index] ?? "?") on \(statement.index.table)"
        let second = "Index Scan using operations_pkey on operations"
        let expected = statement.index == .labels && statement.asksForAnotherTime ? [first, second] : [first]
        #expect(scans == expected, "\(statement): \(plan)")
        #expect(!plan.contains { $0.contains("Sort") }, "\(statement): \(plan)")
        #expect(plan.contains { $0.hasPrefix("Index Cond: ") }, "\(statement): \(plan)")
        #expect(!plan.contains { $0.hasPrefix("Filter: ") }, "\(statement): \(plan)")
    }

    private static let indexes: [ListIndex: String] = [
        .names: "operations_pkey", .states: "operations_state", .queues: "operations_queue", .labels: "labels_pkey",
        .createTimes: "operations_create_time", .endTimes: "operations_end_time",
    ]

    private static func plan(of statement: ListIndexStatement, _ session: PostgresSession) throws -> [String] {
        let fixed: [(String, String)] = statement.index.fixed.map { _ in ("text", "'default'") }
        let time: [(String, String)] = statement.index.isByTime ? [("timestamptz", "now()")] : []
        let first = time + [("text", "''")]
        let end = time + [("text", "'~'")]
        let parameters = fixed + first + end + [("bigint", "51")]
        return try plan(
            of: statement.statement, types: parameters.map(\.0).joined(separator: ", "),
            values: parameters.map(\.1).joined(separator: ", "), session)
    }

    /// The lines of the plan, without what stands before their words.
    private static func plan(
        of statement: PostgresStatement, types: String, values: String, _ session: PostgresSession
    ) throws -> [String] {
        try session.execute("PREPARE planned (\(types)) AS \(statement.sql)", within: .seconds(5))
        session.queue(PostgresStatement(unkept: "EXPLAIN (COSTS OFF) EXECUTE planned(\(values))"))
        let lines = try session.flush(within: .seconds(5)).first?.all { $0.text() } ?? []
        try session.execute("DEALLOCATE planned", within: .seconds(5))
        return lines.map { String($0.drop { $0 == " " || $0 == "-" || $0 == ">" }) }
    }
}

extension ListIndexStatement {
    fileprivate var asksForAnotherTime: Bool {
        switch question {
        case .createTime: index != .createTimes
        case .endTime: index != .endTimes
        case .ascending, .descending, .count: false
        }
    }
}
