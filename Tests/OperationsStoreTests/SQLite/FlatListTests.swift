import GRDB
import GRDBSQLite
import OperationsCore
import OperationsTestKit
import Testing

@testable import OperationsSQLite

/// What a page costs does not grow with the store.
@Suite struct FlatListTests {
    @Test func aPageCostsTheSameInABiggerStore() async throws {
        let small = try await Self.costs(among: 2_400)
        let big = try await Self.costs(among: 7_200)
        #expect(big.count == 30)
        for (question, cost) in big {
            let before = try #require(small[question])
            #expect(cost < before + before / 4, "\(question): \(before) steps, then \(cost)")
        }
    }

    /// The steps of SQLite's machine for a page of 100, first and deep, of each question.
    private static func costs(among count: Int) async throws -> [String: Int] {
        var costs: [String: Int] = [:]
        try await withSQLiteStore { store, driver in
            try await driver.populate(count)
            for (name, filter) in filters {
                for order in orders {
                    var query = ListQuery(scope: .subtree(.root), filter: filter, order: order, limit: 100)
                    for page in ["first", "second"] {
                        let (next, steps) = try await cost(of: query, in: store)
                        costs["\(name) by \(order), \(page) page"] = steps
                        query.after = next
                    }
                }
            }
        }
        return costs
    }

    private static let orders = ListOrder.Field.allCases.map { ListOrder(field: $0, isDescending: true) }

    private static let filters: [(String, RecordFilter)] = [
        ("everything", .everything),
        ("a rare label", .within(FilterBounds(labels: ["rare": ["yes"]]))),
        ("a common label", .within(FilterBounds(labels: ["team": ["a"]]))),
        ("a common queue and states", .within(FilterBounds(states: [.succeeded, .failed], queues: ["default"]))),
        // A fifth of them, evenly spread in every order.
        ("what nothing bounds", .within(FilterBounds()) { $0.name.id.hasSuffix("2") || $0.name.id.hasSuffix("7") }),
    ]

    private static func cost(of query: ListQuery, in store: SQLiteStore) async throws -> (ListCursor?, Int) {
        try await store.pool.read { db in
            _ = steps(of: db)
            let page = try db.list(query)
            return (page.next, steps(of: db))
        }
    }

    /// The steps of all statements of the connection since the last time.
    private static func steps(of db: Database) -> Int {
        var total = 0
        var statement = sqlite3_next_stmt(db.sqliteConnection, nil)
        while let present = statement {
            total += Int(sqlite3_stmt_status(present, SQLITE_STMTSTATUS_VM_STEP, 1))
            statement = sqlite3_next_stmt(db.sqliteConnection, present)
        }
        return total
    }
}
