import OperationsEngine
import OperationsPostgres

/// The row changes of a lifecycle as statements for pgbench: taken from the rows that the store itself wrote.
struct LifecycleScript {
    /// What each of start, lease and complete changes.
    private let steps: [[String]]

    private static let tables = ["operations", "history"]
    private typealias Rows = [String: [[String: String?]]]

    static func record(at site: PostgresSite) async throws -> LifecycleScript {
        try await site.withNodes(1) { schema, engines in
            guard let engine = engines.first else { throw BenchmarkFault("no node") }
            _ = try await engine.start(Work.start(in: "queue-1"))
            let started = try await rows(of: schema, site)
            let leases = try await engine.lease(Work.lease(from: "queue-1"))
            let leased = try await rows(of: schema, site)
            for lease in leases { _ = try await engine.complete(Work.completion(of: lease)) }
            let completed = try await rows(of: schema, site)
            let states = [[:], started, leased, completed]
            return LifecycleScript(
                steps: zip(states, states.dropFirst()).enumerated().map { step, pair in
                    statements(from: pair.0, to: pair.1, step: step)
                })
        }
    }

    /// Each step in a transaction of its own, as one caller does it.
    var unary: String {
        "\\set n :n + 1\n\\set id :client_id * 100000000 + :n\n"
            + steps.map { step in
                "BEGIN;\n" + step.map { statement($0, of: ":id::bigint") }.joined() + "COMMIT;\n"
            }.joined()
    }

    /// Each step of so many operations in one transaction, sent without waiting for answers in between.
    func batched(_ size: Int) -> String {
        "\\set n :n + \(size)\n\\set id :client_id * 100000000 + :n\n"
            + steps.map { step in
                let statements = (0..<size).flatMap { number in
                    step.map { statement($0, of: "(:id::bigint + \(number))") }
                }
                return "\\startpipeline\nBEGIN;\n" + statements.joined() + "COMMIT;\n\\endpipeline\n"
            }.joined()
    }

    private func statement(_ text: String, of operation: String) -> String {
        text.replacing(":id", with: operation) + ";\n"
    }

    private static func rows(of schema: String, _ site: PostgresSite) async throws -> Rows {
        var rows: Rows = [:]
        for table in tables {
            let pairs = try await site.pairs(
                """
                SELECT row || ' ' || key, value FROM (SELECT row_number() OVER (ORDER BY t) AS row, to_jsonb(t) AS columns
                FROM \(schema).\(table) AS t) AS rows, jsonb_each_text(columns) ORDER BY row
                """)
            let grouped = Dictionary(grouping: pairs) { $0.0.split(separator: " ").first.flatMap { Int($0) } ?? 0 }
            rows[table] = grouped.sorted { $0.key < $1.key }.map { _, pairs in
                Dictionary(uniqueKeysWithValues: pairs.map { (String($0.0.drop { $0 != " " }.dropFirst()), $0.1) })
            }
        }
        return rows
    }

    private static func statements(from before: Rows, to after: Rows, step: Int) -> [String] {
        tables.flatMap { table in
            let old = before[table] ?? []
            return (after[table] ?? []).filter { !old.contains($0) }.map { row in
                let previous = table == "operations" ? old.first : nil
                return previous.map { update(table, $0, row, step) } ?? insert(table, row, step)
            }
        }
    }

    private static func insert(_ table: String, _ row: [String: String?], _ step: Int) -> String {
        let columns = row.filter { $0.value != nil }.sorted { $0.key < $1.key }
        let values = columns.map { cell(table, $0.key, $0.value, step) }.joined(separator: ", ")
        return "INSERT INTO \(table) (\(columns.map(\.key).joined(separator: ", "))) VALUES (\(values))"
    }

    private static func update(
        _ table: String, _ before: [String: String?], _ after: [String: String?], _ step: Int
    ) -> String {
        let changed = after.filter { before[$0.key] != $0.value }.sorted { $0.key < $1.key }
        let assignments = changed.map { "\($0.key) = \(cell(table, $0.key, $0.value, step))" }
        return "UPDATE \(table) SET \(assignments.joined(separator: ", ")) WHERE name = 'operations/bench-' || :id"
    }

    /// The sample's value, but names, ids and feed positions of the operation that pgbench counts to.
    private static func cell(_ table: String, _ column: String, _ value: String?, _ step: Int) -> String {
        switch (table, column) {
        case ("operations", "name"): return "'operations/bench-' || :id"
        case ("operations", "id"), ("history", "operation_id"): return ":id"
        case ("operations", "position"): return ":id * 4 + \(step)"
        default:
            guard let value else { return "NULL" }
            return "'\(withoutColons(value).replacing("'", with: "''"))'"
        }
    }

    /// pgbench takes a colon within a text for a variable; times have another spelling without.
    private static func withoutColons(_ value: String) -> String {
        guard value.contains(/^\d{4}-\d\d-\d\dT\d\d:\d\d/) else { return value }
        let halves = value.split(separator: "T")
        guard halves.count == 2 else { return value }
        return halves[0].replacing("-", with: "") + "T" + halves[1].replacing(":", with: "")
    }
}
