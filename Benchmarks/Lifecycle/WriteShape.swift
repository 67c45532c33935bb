/// What a statement of the store writes: the table, and the columns it sets.
struct WriteShape {
    let table: String
    /// Nil: a new row, with all its columns.
    let updated: [String]?

    /// Nil for statements that write nothing.
    init?(_ sql: String) {
        let words = sql.split(whereSeparator: \.isWhitespace)
        switch words.first {
        case "INSERT":
            guard let into = words.firstIndex(of: "INTO"), into + 1 < words.count else { return nil }
            table = String(words[into + 1])
            updated = nil
        case "UPDATE":
            guard let set = words.firstIndex(of: "SET"), let end = words.firstIndex(of: "WHERE") else { return nil }
            table = String(words[1])
            // "column = ?, column = ?": the word before each sign of equality.
            updated = (set..<end).filter { words[$0] == "=" }.map { String(words[$0 - 1]) }
        default: return nil
        }
    }
}
