/// The schema in which all tables of a store lie.
struct SchemaName: Hashable, Sendable {
    let text: String

    /// - Throws: ``PostgresStoreError/badSchemaName(_:)`` for what would have to be quoted, or has no room for more.
    init(_ text: String) throws(PostgresStoreError) {
        let bytes = Array(text.utf8)
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let underscore = UInt8(ascii: "_")
        guard let first = bytes.first, letters.contains(first), bytes.count <= 48,
            bytes.allSatisfy({ letters.contains($0) || digits.contains($0) || $0 == underscore }),
            !text.hasPrefix("pg_")
        else { throw .badSchemaName(text) }
        self.text = text
    }

    var quoted: String { "\"\(text)\"" }

    /// The channel of `LISTEN` and `NOTIFY`, of which a database has one set.
    var channel: String { "longrun_\(text)" }
}
