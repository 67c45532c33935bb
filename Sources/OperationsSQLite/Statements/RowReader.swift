import GRDBSQLite

/// Reads the columns of the present row, from the first to the last.
struct RowReader {
    private let statement: OpaquePointer
    private var index: Int32 = 0

    init(_ statement: OpaquePointer) {
        self.statement = statement
    }

    mutating func int() -> Int64 {
        defer { index += 1 }
        return sqlite3_column_int64(statement, index)
    }

    mutating func optionalInt() -> Int64? {
        isNull ? skip() : int()
    }

    mutating func int32() -> Int32 {
        Int32(clamping: int())
    }

    mutating func real() -> Double {
        defer { index += 1 }
        return sqlite3_column_double(statement, index)
    }

    mutating func text() -> String {
        defer { index += 1 }
        guard let text = sqlite3_column_text(statement, index) else { return "" }
        let length = Int(sqlite3_column_bytes(statement, index))
        return String(decoding: UnsafeBufferPointer(start: text, count: length), as: UTF8.self)
    }

    mutating func optionalText() -> String? {
        isNull ? skip() : text()
    }

    mutating func bytes() -> [UInt8] {
        defer { index += 1 }
        guard let blob = sqlite3_column_blob(statement, index) else { return [] }
        return Array(UnsafeRawBufferPointer(start: blob, count: Int(sqlite3_column_bytes(statement, index))))
    }

    mutating func optionalBytes() -> [UInt8]? {
        isNull ? skip() : bytes()
    }

    private var isNull: Bool {
        sqlite3_column_type(statement, index) == SQLITE_NULL
    }

    private mutating func skip<Value>() -> Value? {
        index += 1
        return nil
    }
}
