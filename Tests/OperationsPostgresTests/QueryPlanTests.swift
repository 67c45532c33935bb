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

    /// What may be read as a whole: one row, a table that is empty unless upkeep has rested for days, what is small, and
    /// what is deleted as a whole.
    private static let allowed: [StoreStatement: [String]] = [
        .deleteOldHistory: ["Seq Scan on history_default"],
        .descriptorSets: ["Index Scan using descriptor_sets_pkey"],
        .deleteMarks: ["Index Scan using commits_time"], .deleteReadied: ["Index Scan using readied_pkey"],
        .raiseCommits: ["Seq Scan on feed_commits"],
        .probe: ["Seq Scan on schema_versions", "Seq Scan on feed_commits"],
    ]

    @Test(arguments: TableKnowledge.allCases)
    func noneReadsAWholeTable(_ knowledge: TableKnowledge) async throws {
        try await withPostgresStore { store, driver in
            try await knowledge.prepare(store, driver)
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
