import OperationsCore
import OperationsTestKit
import PostgresClient
import Testing

@testable import OperationsPostgres

/// Every statement of the catalogue searches; none reads a whole table that grows.
@Suite(.enabled(if: TestDatabase.isThere)) struct PostgresQueryPlanTests {
    /// Statements that have no plan, and those that look into the server's own tables.
    private static let unplanned: Set<StoreStatement> = [
        .begin, .commit, .rollback, .historyPartitions, .endStoppedSenders,
    ]

    /// What may be read as a whole: one row, and a table that is empty unless upkeep has rested for days.
    private static let allowed: [StoreStatement: [String]] = [
        .deleteOldHistory: ["Seq Scan on history_default"],
        .raiseCommits: ["Seq Scan on feed_commits"],
        .probe: ["Seq Scan on schema_versions", "Seq Scan on feed_commits"],
    ]

    /// A plan that is made when the tables are empty is kept when they have grown.
    @Test(arguments: [0, 1, 1_500])
    func noneReadsAWholeTable(_ operations: Int) async throws {
        try await withPostgresStore { store, driver in
            if operations > 0 { try await driver.populate(operations) }
            try await TestDatabase.run(store.options.schema) { try $0.execute("ANALYZE", within: .seconds(30)) }
            for statement in StoreStatement.allCases where !Self.unplanned.contains(statement) {
                let plan = try await plan(of: statement.statement, in: store.writers)
                let allowed = Self.allowed[statement] ?? []
                let isAllowed = plan.wholeScans.allSatisfy { scan in allowed.contains { scan.hasPrefix($0) } }
                #expect(isAllowed, "\(statement): \(plan)")
            }
        }
    }

    @Test(
        arguments: [
            (StoreStatement.readyInQueue, "operations_ready"), (.readyNamesInQueues, "operations_ready"),
            (.readyNames, "operations_ready"), (.readyByName, "operations_pkey"),
            (.dueOperations, "operations_due_time"), (.firstDueTime, "operations_due_time"),
            (.expiredOperations, "operations_expire_time"), (.firstExpireTime, "operations_expire_time"),
            (.lockOperations, "operations_pkey"), (.operations, "operations_pkey"),
            (.updateOperations, "operations_pkey"), (.touchOperations, "operations_pkey"),
            (.changes, "operations_position"), (.notices, "operations_position"),
            (.newestPosition, "operations_position"),
            (.overdueTombstones, "tombstones_purge_time"),
            (.forgetTombstones, "tombstones_pkey"), (.forgetTombstones, "start_requests_pkey"),
            (.firstPurgeTime, "tombstones_purge_time"),
            (.rememberedStarts, "start_requests_pkey"), (.deleteMarks, "commits_time"),
            (.oldestOperation, "operations_create_time"), (.history, "operation_id_revision_idx"),
        ] as [(StoreStatement, String)])
    func usesItsIndex(_ statement: StoreStatement, _ index: String) async throws {
        try await withPostgresStore { store, driver in
            try await driver.populate(600)
            let plan = try await plan(of: statement.statement, in: store.writers)
            #expect(plan.contains(index), "\(plan)")
        }
    }

    /// Ordered by the index: sorting would read all that is ready, or due, to find the first.
    @Test(arguments: [
        StoreStatement.readyInQueue, .dueOperations, .expiredOperations, .firstDueTime, .firstExpireTime,
        .firstPurgeTime, .oldestOperation,
    ])
    func isInOrderAlready(_ statement: StoreStatement) async throws {
        try await withPostgresStore { store, driver in
            try await driver.populate(600)
            let plan = try await plan(of: statement.statement, in: store.writers)
            #expect(!plan.contains("Sort"), "\(plan)")
        }
    }

}

func plan(of statement: PostgresStatement, in pool: PostgresPool) async throws -> Plan {
    try await pool.run { session in
        try session.execute("PREPARE explained AS \(statement.sql)", within: .seconds(5))
        session.queue(
            PostgresStatement(
                unkept: "SELECT cardinality(parameter_types) FROM pg_prepared_statements WHERE name = 'explained'"))
        let count = try session.flush(within: .seconds(5)).first?.first { Int($0.int()) } ?? 0
        let values = Array(repeating: "NULL", count: count).joined(separator: ", ")
        session.queue(
            PostgresStatement(unkept: "EXPLAIN EXECUTE explained\(count == 0 ? "" : "(\(values))")"))
        let plan = try session.flush(within: .seconds(5)).first?.all { $0.text() } ?? []
        try session.execute("DEALLOCATE explained", within: .seconds(5))
        return Plan(plan)
    }
}
