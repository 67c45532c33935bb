import OperationsCore
import OperationsSQLite
import OperationsTestKit
import Synchronization
import Testing

/// From which index a list is read.
@Suite struct ListChoiceTests {
    struct Choice: CustomTestStringConvertible, Sendable {
        let question: String
        let bounds: FilterBounds
        let field: ListOrder.Field
        /// What is asked of the indexes, in order: to walk or to count, and the first column of the range. The walk that
        /// is chosen goes on when the filter has refused some of its first entries.
        let asked: [String]

        var testDescription: String { question }
    }

    @Test(arguments: [
        Choice(question: "no filter", bounds: FilterBounds(), field: .name, asked: ["walk name"]),
        Choice(question: "no filter, by time", bounds: FilterBounds(), field: .createTime, asked: ["walk create_time"]),
        Choice(
            question: "a label", bounds: FilterBounds(labels: ["team": ["a"]]), field: .name, asked: ["walk key"]),
        Choice(
            question: "a rare queue and a common label",
            bounds: FilterBounds(queues: ["rare"], labels: ["team": ["a"]]), field: .name,
            asked: ["walk key", "walk queue", "walk queue"]),
        Choice(
            question: "a short time", bounds: FilterBounds(createTime: TimeBounds(through: ManualTime().now)),
            field: .name, asked: ["walk name", "count create_time", "walk create_time"]),
        Choice(
            question: "a rare queue, by time", bounds: FilterBounds(queues: ["rare"]), field: .createTime,
            asked: ["walk create_time", "count queue", "walk queue"]),
        Choice(
            question: "a common queue, by time", bounds: FilterBounds(queues: ["default"]), field: .createTime,
            asked: ["walk create_time", "count queue", "walk create_time"]),
    ])
    func theIndexIsTheSparsest(_ choice: Choice) async throws {
        let statements = Mutex<[String]>([])
        var options = SQLiteStore.Options()
        options.onStatement = { statement in statements.withLock { $0.append(statement) } }
        try await withSQLiteStore(options: options) { store, driver in
            try await driver.populate(1_800)
            let order = ListOrder(field: choice.field)
            let query = ListQuery(scope: .subtree(.root), filter: .within(choice.bounds), order: order, limit: 10)
            statements.withLock { $0 = [] }
            let page = try await store.list(query)
            #expect(page.records.count == 10)
            #expect(statements.withLock { $0.compactMap(Self.question) } == choice.asked)
        }
    }

    /// Nil for what reads no index: the rows that the page looks at, and GRDB's own.
    private static func question(_ statement: String) -> String? {
        guard let condition = statement.split(separator: "WHERE ").dropFirst().first, statement.contains(" LIMIT ")
        else { return nil }
        let column = condition.prefix { $0 != " " && $0 != "," }.drop { $0 == "(" }
        return (statement.hasPrefix("SELECT count(*)") ? "count " : "walk ") + column
    }
}
