import PostgresClient

@testable import OperationsPostgres

/// How the server would go about a statement, whatever its values are.
struct Plan: CustomStringConvertible {
    private struct Node {
        let title: String
        let indent: Int
        let parent: Int?
        var condition: String?
    }

    let lines: [String]
    /// Of each index.
    let firstColumns: [String: String]
    private var nodes: [Node] = []

    var description: String { lines.joined(separator: "\n") }

    init(_ lines: [String], firstColumns: [String: String]) {
        self.lines = lines
        self.firstColumns = firstColumns
        for line in lines { read(line) }
    }

    /// The scans that read all of a table, or of an index without a limit: what they cost grows with the table.
    /// `enable_seqscan = off` makes the second of the first.
    var wholeScans: [String] {
        nodes.filter { node in
            guard node.title.contains("Scan") else { return false }
            if node.title.contains("Seq Scan") { return true }
            guard node.title.contains("Index") || node.title.hasPrefix("Bitmap") else { return false }
            return !isSearch(node) && !isLimited(node)
        }.map(\.title)
    }

    func contains(_ text: String) -> Bool { lines.contains { $0.contains(text) } }

    private mutating func read(_ line: String) {
        let start = line.prefix { $0 == " " || $0 == "-" || $0 == ">" }.count
        let text = String(line.dropFirst(start))
        if nodes.isEmpty || line.contains("->  ") || Self.opensPart(text) {
            let parent = nodes.indices.last { nodes[$0].indent < start && isOpen($0) }
            nodes.append(Node(title: text, indent: start, parent: parent))
        } else if text.hasPrefix("Index Cond: "), let last = nodes.indices.last {
            nodes[last].condition = text
        }
    }

    /// Whether no node further out has come since.
    private func isOpen(_ index: Int) -> Bool {
        nodes[(index + 1)...].allSatisfy { $0.indent > nodes[index].indent }
    }

    private static func opensPart(_ text: String) -> Bool {
        ["InitPlan", "SubPlan", "CTE "].contains { text.hasPrefix($0) }
    }

    /// Whether it goes to a place, or from one to another, by the first column of its index: a condition on the second
    /// goes through all of it.
    private func isSearch(_ node: Node) -> Bool {
        compares(node, "=") || compares(node, ">") && compares(node, "<")
    }

    private func compares(_ node: Node, _ sign: String) -> Bool {
        guard let condition = node.condition, let column = firstColumn(node) else { return false }
        return [sign, sign + "="].contains {
            condition.contains("(\(column) \($0) ")
                || condition.contains("ROW(\(column)") && condition.contains(") \($0) ROW(")
        }
    }

    private func firstColumn(_ node: Node) -> String? {
        let words = node.title.split(separator: " ")
        guard let using = words.firstIndex(of: "using"), words.indices.contains(using + 1) else { return nil }
        return firstColumns[String(words[using + 1])]
    }

    /// Whether a limit stops it: one directly above, not above something that reads all before its first row. What
    /// begins at a place may have rows of other tables beside it.
    private func isLimited(_ node: Node) -> Bool {
        let passing = compares(node, ">") ? ["LockRows", "Nested Loop"] : ["LockRows"]
        var parent = node.parent
        while let index = parent {
            if nodes[index].title.hasPrefix("Limit") { return true }
            guard passing.contains(where: nodes[index].title.hasPrefix) else { return false }
            parent = nodes[index].parent
        }
        return false
    }
}

/// The plan that would be made now, and kept.
func plan(of statement: PostgresStatement, in pool: PostgresPool) async throws -> Plan {
    try await pool.run { session in
        try session.execute("PREPARE explained AS \(statement.sql)", within: .seconds(5))
        session.queue(
            PostgresStatement(
                unkept: "SELECT cardinality(parameter_types) FROM pg_prepared_statements WHERE name = 'explained'"))
        session.queue(
            PostgresStatement(
                unkept: """
                    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid, 1, true) FROM pg_index
                    WHERE indrelid IN (SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace)
                    """))
        let answers = try session.flush(within: .seconds(5))
        let count = try answers.first?.first { Int($0.int()) } ?? 0
        let columns = try answers.last?.all { ($0.text(), $0.text()) } ?? []
        let values = Array(repeating: "NULL", count: count).joined(separator: ", ")
        session.queue(
            PostgresStatement(unkept: "EXPLAIN EXECUTE explained\(count == 0 ? "" : "(\(values))")"))
        let plan = try session.flush(within: .seconds(5)).first?.all { $0.text() } ?? []
        try session.execute("DEALLOCATE explained", within: .seconds(5))
        return Plan(plan, firstColumns: Dictionary(columns) { first, _ in first })
    }
}
