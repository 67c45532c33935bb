import OperationsCore
import OperationsTestKit
import PostgresClient
import Testing

@testable import OperationsPostgres

/// The plans of a whole copy or check: pages are found by their keys, so that the last costs no more than the first.
@Suite(.enabled(if: TestDatabase.isThere)) struct ArchivePlanTests {
    /// Statements that have no plan, and those that look into the server's own tables.
    private static let unplanned: Set<ArchiveStatement> = [
        .closeToCommits, .openToCommits, .invalidIndexes, .identity,
    ]

    /// One row.
    private static let allowed: [ArchiveStatement: [String]] = [
        .appliedMigrations: ["Index Only Scan using schema_versions_pkey"], .lastCommit: ["Seq Scan on feed_commits"],
        .raiseCommits: ["Seq Scan on feed_commits"],
    ]

    @Test(arguments: TableKnowledge.allCases)
    func noneReadsAWholeTable(_ knowledge: TableKnowledge) async throws {
        try await withPostgresStore { store, driver in
            try await knowledge.prepare(store, driver)
            for statement in ArchiveStatement.allCases where !Self.unplanned.contains(statement) {
                let plan = try await plan(of: statement.statement, in: store.readers)
                let allowed = Self.allowed[statement] ?? []
                let isAllowed = plan.wholeScans.allSatisfy { scan in allowed.contains { scan.hasPrefix($0) } }
                #expect(isAllowed, "\(statement): \(plan)")
            }
        }
    }

    @Test(
        arguments: [
            (.archivedOperations, "operations_pkey"), (.archivedHistory, "operations_pkey"),
            (.archivedTombstones, "tombstones_pkey"), (.archivedStarts, "start_requests_pkey"),
            (.archivedSets, "descriptor_sets_pkey"), (.archivedPolicies, "policies_pkey"),
            (.archivedDueTimes, "operations_pkey"), (.archivedLabels, "labels_pkey"),
            (.missingLabels, "labels_pkey"), (.feedPlaces, "operations_position"), (.presence, "operations_pkey"),
            (.operationKey, "operations_pkey"), (.historyKey, "operations_pkey"), (.tombstoneKey, "tombstones_pkey"),
            (.startKey, "start_requests_pkey"), (.setKey, "descriptor_sets_pkey"), (.policyKey, "policies_pkey"),
            (.loadHistory, "operations_pkey"),
        ] as [(ArchiveStatement, String)])
    func usesItsIndex(_ statement: ArchiveStatement, _ index: String) async throws {
        try await withPostgresStore { store, driver in
            try await driver.populate(600)
            let plan = try await plan(of: statement.statement, in: store.readers)
            #expect(plan.contains("using \(index)"), "\(plan)")
        }
    }

    /// Ordered by the index: sorting would read all that is left to find the next page.
    @Test(arguments: [
        ArchiveStatement.archivedTombstones, .archivedStarts, .archivedDueTimes, .archivedLabels, .feedPlaces,
        .operationKey, .historyKey, .tombstoneKey, .startKey, .setKey, .policyKey, .archivedOperations,
        .archivedHistory,
    ])
    func isInOrderAlready(_ statement: ArchiveStatement) async throws {
        try await withPostgresStore { store, driver in
            try await driver.populate(600)
            let plan = try await plan(of: statement.statement, in: store.readers)
            // Above the limit stands what is done with one page.
            let found = plan.lines.drop { !$0.contains("Limit") }
            #expect(!found.isEmpty && !found.contains { $0.contains("Sort  (") }, "\(plan)")
        }
    }
}
