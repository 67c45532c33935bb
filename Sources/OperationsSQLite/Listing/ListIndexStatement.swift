import OperationsCore

/// The columns of the indexes. An entry holds what it is found by, the name, and the id of the row.
extension ListIndex {
    var table: String { self == .labels ? "labels" : "operations" }

    var id: String { self == .labels ? "operation_id" : "id" }

    /// What has one value throughout a range.
    var fixed: [String] {
        switch self {
        case .states: ["state"]
        case .queues: ["queue"]
        case .labels: ["key", "value"]
        case .names, .createTimes, .endTimes: []
        }
    }

    /// What precedes the name in the order of a range.
    var time: String? {
        switch self {
        case .createTimes: "create_time"
        case .endTimes: "end_time"
        case .names, .states, .queues, .labels: nil
        }
    }
}

/// What is asked of an index; see ``IndexRange``.
struct ListIndexStatement: CatalogueStatement {
    enum Question: Int, CaseIterable {
        /// The first entries of a range, or the last ones, backwards.
        case ascending, descending
        /// How many entries a range has, up to a number.
        case count
    }

    let index: ListIndex
    let question: Question

    static let allCases = ListIndex.allCases.flatMap { index in
        Question.allCases.map { ListIndexStatement(index: index, question: $0) }
    }

    var sql: String {
        Self.texts[index.rawValue * Question.allCases.count + question.rawValue]
    }

    private static let texts = allCases.map(\.text)

    private var text: String {
        switch question {
        case .ascending: entries(direction: "")
        case .descending: entries(direction: " DESC")
        case .count: "SELECT count(*) FROM (SELECT 1 FROM \(index.table) WHERE \(condition) LIMIT ?)"
        }
    }

    private func entries(direction: String) -> String {
        let columns = ([index.id] + keys).joined(separator: ", ")
        let order = keys.map { $0 + direction }.joined(separator: ", ")
        return "SELECT \(columns) FROM \(index.table) WHERE \(condition) ORDER BY \(order) LIMIT ?"
    }

    private var condition: String {
        let key = keys.count == 1 ? "name" : "(\(keys.joined(separator: ", ")))"
        let mark = keys.count == 1 ? "?" : "(?, ?)"
        // The index holds none that have not ended, and SQLite wants to be told.
        let partial = index == .endTimes ? ["end_time IS NOT NULL"] : []
        return (partial + index.fixed.map { "\($0) = ?" } + ["\(key) >= \(mark)", "\(key) < \(mark)"]).joined(
            separator: " AND ")
    }

    private var keys: [String] { [index.time, "name"].compactMap(\.self) }
}
