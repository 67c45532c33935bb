import GRDB
import OperationsCore
import OperationsTestKit
import Testing

@testable import OperationsSQLite

/// Every statement of the catalogue searches; none reads a whole table.
@Suite struct QueryPlanTests {
    /// Walks an index in order and stops at the first row.
    private static let bounded: [StoreStatement: String] = [
        .lastOperationPosition: "SCAN operations USING COVERING INDEX operations_position",
        .lastTombstonePosition: "SCAN tombstones USING COVERING INDEX tombstones_position",
        .firstPurgeTime: "SCAN tombstones USING COVERING INDEX tombstones_purge_time",
    ]

    @Test(arguments: StoreStatement.allCases)
    func searches(_ statement: StoreStatement) async throws {
        try await withSQLiteStore { store, _ in
            let plan = try await plan(of: statement, in: store)
            for step in plan {
                let isSearch = step.hasPrefix("SEARCH ") || step == Self.bounded[statement]
                #expect(isSearch || Self.harmless.contains(step), "\(statement): \(plan)")
            }
            #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(statement) sorts: \(plan)")
        }
    }

    /// What accompanies a search, or needs none.
    private static let harmless: Set<String> = ["SCAN CONSTANT ROW", "SCALAR SUBQUERY 1"]

    @Test(arguments: [
        (StoreStatement.operationByName, "sqlite_autoindex_operations_1 (name=?)"),
        (.operationByID, "INTEGER PRIMARY KEY (rowid=?)"),
        (.operationTimes, "INTEGER PRIMARY KEY (rowid=?)"),
        (.readyInQueue, "INDEX operations_ready (queue=?)"),
        (.readyKeysInQueue, "INDEX operations_ready (queue=?)"),
        (.nextReadyQueue, "INDEX operations_ready (queue>?)"),
        (.dueOperations, "INDEX operations_due_time (due_time<?)"),
        (.firstDueTime, "INDEX operations_due_time (due_time>?)"),
        (.expiredOperations, "INDEX operations_expire_time (expire_time<?)"),
        (.firstExpireTime, "COVERING INDEX operations_expire_time (expire_time>?)"),
        (.changedOperations, "INDEX operations_position (position>?)"),
        (.overdueTombstones, "INDEX tombstones_purge_time (purge_time<?)"),
        (.changedTombstones, "COVERING INDEX tombstones_position (position>?)"),
        (.payloads, "INTEGER PRIMARY KEY (rowid>? AND rowid<?)"),
        (.history, "PRIMARY KEY (operation_id=? AND revision>?)"),
    ])
    func usesItsIndex(_ statement: StoreStatement, _ index: String) async throws {
        try await withSQLiteStore { store, _ in
            let plan = try await plan(of: statement, in: store)
            #expect(plan.count == 1 && plan[0].hasSuffix(index), "\(statement): \(plan)")
        }
    }

    /// Lists read whole entries from the index, already in order.
    @Test(arguments: ListIndexStatement.allCases)
    func listsReadTheirIndexInOrder(_ statement: ListIndexStatement) async throws {
        let search: [ListIndex: String] = [
            .names: "operations USING COVERING INDEX sqlite_autoindex_operations_1 (name>? AND name<?)",
            .states: "operations USING COVERING INDEX operations_state (state=? AND name>? AND name<?)",
            .queues: "operations USING COVERING INDEX operations_queue (queue=? AND name>? AND name<?)",
            .labels: "labels USING PRIMARY KEY (key=? AND value=? AND name>? AND name<?)",
            .createTimes: "operations USING COVERING INDEX operations_create_time "
                + "((create_time,name)>(?,?) AND (create_time,name)<(?,?))",
            .endTimes: "operations USING COVERING INDEX operations_end_time "
                + "((end_time,name)>(?,?) AND (end_time,name)<(?,?))",
        ]
        try await withSQLiteStore { store, _ in
            let plan = try await plan(of: statement, in: store)
            let step = "SEARCH " + (search[statement.index] ?? "")
            let counting = ["CO-ROUTINE (subquery-1)", step, "SCAN (subquery-1)"]
            #expect(plan == (statement.question == .count ? counting : [step]))
        }
    }

    private func plan(of statement: some CatalogueStatement, in store: SQLiteStore) async throws -> [String] {
        try await store.pool.writeWithoutTransaction { db in
            let parameters = Array(repeating: nil as Int?, count: statement.sql.count { $0 == "?" })
            return try Row.fetchAll(
                db, sql: "EXPLAIN QUERY PLAN " + statement.sql, arguments: StatementArguments(parameters)
            ).map { $0["detail"] }
        }
    }
}
