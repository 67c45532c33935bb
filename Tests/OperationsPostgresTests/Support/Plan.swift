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
    private var nodes: [Node] = []

    var description: String { lines.joined(separator: "\n") }

    init(_ lines: [String]) {
        self.lines = lines
        for line in lines { read(line) }
    }

    /// The scans that read all of a table, or of an index without a limit: what they cost grows with the table.
    /// `enable_seqscan = off` makes the second of the first.
    var wholeScans: [String] {
        nodes.filter { node in
            guard node.title.contains("Scan") else { return false }
            if node.title.hasPrefix("Seq Scan") { return true }
            guard node.title.contains("Index") || node.title.hasPrefix("Bitmap") else { return false }
            return !isSearch(node) && !isLimited(node)
        }.map(\.title)
    }

    func contains(_ text: String) -> Bool { lines.contains { $0.contains(text) } }

    private mutating func read(_ line: String) {
        let start = line.prefix { $0 == " " || $0 == "-" || $0 == ">" }.count
        let text = String(line.dropFirst(start))
        if nodes.isEmpty || line.contains("->  ") || Self.opensPart(text) {
            let parent = nodes.indices.last { nodes[$0].indent < start && isOpen($0, at: start) }
            nodes.append(Node(title: text, indent: start, parent: parent))
        } else if text.hasPrefix("Index Cond: "), let last = nodes.indices.last {
            nodes[last].condition = text
        }
    }

    /// Whether no node further out has come since.
    private func isOpen(_ index: Int, at indent: Int) -> Bool {
        nodes[(index + 1)...].allSatisfy { $0.indent > nodes[index].indent }
    }

    private static func opensPart(_ text: String) -> Bool {
        ["InitPlan", "SubPlan", "CTE "].contains { text.hasPrefix($0) }
    }

    /// That something is there is no place to search at.
    private func isSearch(_ node: Node) -> Bool {
        node.condition.map { ["=", "<", ">"].contains(where: $0.contains) } ?? false
    }

    /// Whether a limit stops it: one directly above, not above something that reads all before its first row.
    private func isLimited(_ node: Node) -> Bool {
        var parent = node.parent
        while let index = parent {
            if nodes[index].title.hasPrefix("Limit") { return true }
            guard nodes[index].title.hasPrefix("LockRows") else { return false }
            parent = nodes[index].parent
        }
        return false
    }
}
