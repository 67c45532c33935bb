import GRDB
import GRDBSQLite

/// A prepared statement and what it binds, straight through SQLite's own functions.
struct BareStatement {
    private let handle: OpaquePointer
    private let cells: [BareWrite.Cell]

    init(_ write: BareWrite, _ statement: Statement) {
        handle = statement.sqliteStatement
        cells = write.cells
    }

    func run(operation: Int64, position: Int64) throws {
        for (index, cell) in cells.enumerated() {
            bind(cell, at: Int32(index + 1), operation, position)
        }
        let code = sqlite3_step(handle)
        sqlite3_reset(handle)
        guard code == SQLITE_DONE else { throw BenchmarkFault("bare SQLite answered \(code)") }
    }

    private func bind(_ cell: BareWrite.Cell, at index: Int32, _ operation: Int64, _ position: Int64) {
        switch cell {
        case .null: sqlite3_bind_null(handle, index)
        case .int(let value): sqlite3_bind_int64(handle, index, value)
        case .real(let value): sqlite3_bind_double(handle, index, value)
        case .text(let text): bind(text, at: index)
        case .blob(let bytes): sqlite3_bind_blob(handle, index, bytes, Int32(bytes.count), Self.transient)
        case .name(let prefix): bind(prefix + Self.digits(operation), at: index)
        case .operationID: sqlite3_bind_int64(handle, index, operation)
        case .payloadID(let role): sqlite3_bind_int64(handle, index, operation << 3 | role)
        case .position: sqlite3_bind_int64(handle, index, position)
        }
    }

    private func bind(_ text: String, at index: Int32) {
        sqlite3_bind_text(handle, index, text, Int32(text.utf8.count), Self.transient)
    }

    private static func digits(_ number: Int64) -> String {
        let digits = String(number)
        return String(repeating: "0", count: BareWrite.nameDigits - digits.utf8.count) + digits
    }

    /// SQLITE_TRANSIENT, a macro that Swift does not import: SQLite copies the value at once.
    private static var transient: sqlite3_destructor_type {
        unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    }
}
