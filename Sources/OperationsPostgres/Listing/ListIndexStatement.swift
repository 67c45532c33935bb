import OperationsCore
import PostgresClient

/// What is asked of an index; see `IndexRange`.
///
/// Ranges are compared as rows of all columns of the index, and stand in the order of all of them. So no other index has
/// this order, and none is taken in its place when the statistics of the table are old or none.
struct ListIndexStatement: Hashable, CaseIterable {
    enum Question: String, CaseIterable {
        /// The first entries of a range, or the last ones, backwards.
        case ascending, descending
        /// How many entries a range has, up to a number.
        case count
        /// The first entries with a time that is not the index's.
        case createTime, endTime
    }

    let index: ListIndex
    let question: Question

    static let allCases = ListIndex.allCases.flatMap { index in
        Question.allCases.map { ListIndexStatement(index: index, question: $0) }
    }

    var statement: PostgresStatement { Self.statements[self] ?? PostgresStatement(unkept: text) }

    private static let statements = Dictionary(
        uniqueKeysWithValues: allCases.map {
            ($0, PostgresStatement(name: "list_\($0.index)_\($0.question)", sql: $0.text))
        })
}

extension ListIndexStatement {
    private var text: String {
        switch question {
        case .ascending: rows(([index.time, "name"]).compactMap(\.self))
        case .descending: rows(([index.time, "name"]).compactMap(\.self), direction: " DESC")
        case .count: "SELECT count(*) FROM (\(rows(["1"]))) AS counted"
        case .createTime: rows([time("create_time"), "name"])
        case .endTime: rows([time("end_time"), "name"])
        }
    }

    /// A query of its own for each row, not a join: that would be planned anew with every size of the tables.
    private func time(_ column: String) -> String {
        index == .labels ? NamedRow.query("labels.name", columns: column) : column
    }

    private func rows(_ columns: [String], direction: String = "") -> String {
        let order = index.keys.map { $0 + direction }.joined(separator: ", ")
        return """
            SELECT \(columns.joined(separator: ", ")) FROM \(index.table)
            WHERE \(condition) ORDER BY \(order) LIMIT $\(parameters + 1)
            """
    }

    /// In the order in which `SessionIndexes` binds: the fixed values, the first place, the end.
    private var condition: String {
        let fixed = (0..<index.fixed.count).map { "$\($0 + 1)" }
        let place = index.keys.count - fixed.count
        let first = (0..<place).map { "$\(fixed.count + $0 + 1)" }
        let end = (0..<place).map { "$\(fixed.count + place + $0 + 1)" }
        let keys = row(index.keys)
        // The index holds none that have not ended, and the planner wants to be told.
        let partial = index == .endTimes ? "end_time IS NOT NULL AND " : ""
        return "\(partial)\(keys) >= \(row(fixed + first)) AND \(keys) < \(row(fixed + end))"
    }

    private var parameters: Int { index.fixed.count + 2 * (index.keys.count - index.fixed.count) }

    private func row(_ values: [String]) -> String {
        values.count == 1 ? values[0] : "(\(values.joined(separator: ", ")))"
    }
}
