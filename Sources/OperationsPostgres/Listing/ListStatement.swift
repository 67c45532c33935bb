import PostgresClient

/// What lists read besides indexes, always of one moment.
enum ListStatement: String, CaseIterable {
    case begin, rows, payloads, end

    var statement: PostgresStatement { Self.statements[self] ?? PostgresStatement(unkept: text) }

    private static let statements = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0, PostgresStatement(name: "list_\($0)", sql: $0.text)) })

    private var text: String {
        switch self {
        case .begin: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        case .rows:
            "SELECT \(OperationColumns.bare.map { "o.\($0)" }.joined(separator: ", ")), \(Self.payloadSize) "
                + "FROM \(NamedRow.each(of: "$1"))"
        case .payloads:
            "SELECT o.name, \(OperationColumns.payloads.map { "o.\($0.name)" }.joined(separator: ", ")) "
                + "FROM \(NamedRow.each(of: "$1"))"
        case .end: "COMMIT"
        }
    }

    /// The length of a value that stands apart from its row is known without reading it.
    private static let payloadSize =
        OperationColumns.payloads.map { "coalesce(octet_length(o.\($0.name)), 0)::bigint" }.joined(separator: " + ")
}
