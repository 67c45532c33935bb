import GRDB
import GRDBSQLite

/// How this store talks to SQLite: GRDB prepares and keeps the statements, values go straight in and out.
///
/// GRDB's own rows and arguments cost more than the statements themselves here.
extension Database {
    /// Runs a statement that answers no rows.
    func run(_ id: StoreStatement, _ bind: (inout Binder) -> Void) throws {
        try query(id, bind) { _ in true }
    }

    /// Runs a statement and looks at its rows until `row` answers false.
    func query(
        _ id: StoreStatement, _ bind: (inout Binder) -> Void = { _ in }, row: (inout RowReader) throws -> Bool
    ) throws {
        try step(id, bind, row: row)
    }

    func query(
        _ id: ListIndexStatement, _ bind: (inout Binder) -> Void, row: (inout RowReader) throws -> Bool
    ) throws {
        try step(id, bind, row: row)
    }

    private func step(
        _ id: some CatalogueStatement, _ bind: (inout Binder) -> Void, row: (inout RowReader) throws -> Bool
    ) throws {
        let statement = try cachedStatement(sql: id.sql).sqliteStatement
        defer {
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        var binder = Binder(statement)
        bind(&binder)
        try check(binder.code, id)
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW:
                var reader = RowReader(statement)
                guard try row(&reader) else { return }
            case SQLITE_DONE: return
            case let code: try check(code, id)
            }
        }
    }

    /// The first row, if there is one.
    func first<Value>(
        _ id: StoreStatement, _ bind: (inout Binder) -> Void = { _ in }, row: (inout RowReader) throws -> Value
    ) throws -> Value? {
        var value: Value?
        try query(id, bind) {
            value = try row(&$0)
            return false
        }
        return value
    }

    /// Every row.
    func all<Value>(
        _ id: StoreStatement, _ bind: (inout Binder) -> Void, row: (inout RowReader) throws -> Value
    ) throws -> [Value] {
        var values: [Value] = []
        try query(id, bind) {
            values.append(try row(&$0))
            return true
        }
        return values
    }

    private func check(_ code: Int32, _ id: some CatalogueStatement) throws {
        guard code != SQLITE_OK else { return }
        throw DatabaseError(resultCode: ResultCode(rawValue: code), message: lastErrorMessage, sql: "\(id)")
    }
}
