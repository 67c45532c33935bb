import OperationsTestKit
import PostgresClient

@testable import OperationsPostgres

/// What the server believes of the tables when it makes a plan, which is kept while they grow.
enum TableKnowledge: String, CaseIterable, Sendable {
    case none, ofEmptyTables, ofEmptiedTables, ofOne, ofThirty, ofHundred, ofMany

    func prepare(_ store: PostgresStore, _ driver: StoreDriver) async throws {
        if count > 0 { try await driver.populate(count) }
        try await TestDatabase.run(store.options.schema) { session in
            if self == .ofEmptiedTables {
                try session.execute(
                    "TRUNCATE labels; DELETE FROM operations; DELETE FROM history; DELETE FROM tombstones",
                    within: .seconds(30))
            }
            if self != .none { try session.execute("VACUUM ANALYZE", within: .seconds(60)) }
        }
    }

    private var count: Int {
        switch self {
        case .ofEmptyTables: 0
        case .ofOne: 1
        case .ofThirty: 30
        case .ofHundred: 100
        case .none, .ofEmptiedTables, .ofMany: 1_500
        }
    }
}
