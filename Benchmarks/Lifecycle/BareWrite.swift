import GRDB

/// One row written by bare SQLite: the sample's, with the name, the id and the feed position of another operation.
struct BareWrite {
    enum Cell {
        case null
        case int(Int64)
        case real(Double)
        case text(String)
        case blob([UInt8])
        /// Text of the same length, unique and ordered as the server's own names are.
        case name(prefix: String)
        case operationID
        case payloadID(role: Int64)
        case position
    }

    let sql: String
    let cells: [Cell]

    init(_ shape: WriteShape, _ row: [String: DatabaseValue]) {
        let columns = shape.updated ?? row.keys.sorted()
        var cells = columns.map { Self.cell(shape.table, $0, row[$0] ?? .null) }
        if shape.updated == nil {
            let marks = columns.map { _ in "?" }.joined(separator: ", ")
            sql = "INSERT INTO \(shape.table) (\(columns.joined(separator: ", "))) VALUES (\(marks))"
        } else {
            sql = "UPDATE \(shape.table) SET \(columns.map { "\($0) = ?" }.joined(separator: ", ")) WHERE id = ?"
            cells.append(.operationID)
        }
        self.cells = cells
    }

    private static func cell(_ table: String, _ column: String, _ value: DatabaseValue) -> Cell {
        switch (table, column, value.storage) {
        case ("operations", "id", _), (_, "operation_id", _): .operationID
        case ("operations", "name", .string(let name)): .name(prefix: String(name.dropLast(nameDigits)))
        case ("operations", "position", _): .position
        case ("payloads", "id", .int64(let id)): .payloadID(role: id & 7)
        case (_, _, .null): .null
        case (_, _, .int64(let value)): .int(value)
        case (_, _, .double(let value)): .real(value)
        case (_, _, .string(let value)): .text(value)
        case (_, _, .blob(let value)): .blob(Array(value))
        }
    }

    /// How much of a name is replaced by a number.
    static let nameDigits = 16
}
