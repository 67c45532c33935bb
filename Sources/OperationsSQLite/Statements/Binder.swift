import GRDBSQLite

/// Binds the parameters of one statement, from the first to the last.
///
/// Text goes with its length, because GRDB's own binding ends a string at its first NUL.
struct Binder {
    private let statement: OpaquePointer
    private var index: Int32 = 0
    /// The first code that is not SQLITE_OK.
    private(set) var code: Int32 = SQLITE_OK

    init(_ statement: OpaquePointer) {
        self.statement = statement
    }

    mutating func int(_ value: Int64) {
        next { sqlite3_bind_int64($0, $1, value) }
    }

    mutating func int(_ value: Int64?) {
        if let value { int(value) } else { null() }
    }

    mutating func int(_ value: Int32) {
        int(Int64(value))
    }

    mutating func real(_ value: Double) {
        next { sqlite3_bind_double($0, $1, value) }
    }

    mutating func text(_ value: String) {
        guard !value.isEmpty else { return next { sqlite3_bind_text($0, $1, "", 0, Self.transient) } }
        var value = value
        next { statement, index in
            value.withUTF8 { utf8 in
                utf8.withMemoryRebound(to: CChar.self) {
                    sqlite3_bind_text64(
                        statement, index, $0.baseAddress, UInt64($0.count), Self.transient, UInt8(SQLITE_UTF8))
                }
            }
        }
    }

    mutating func text(_ value: String?) {
        if let value { text(value) } else { null() }
    }

    mutating func blob(_ value: [UInt8]) {
        next { statement, index in
            value.isEmpty
                ? sqlite3_bind_zeroblob(statement, index, 0)
                : value.withUnsafeBytes {
                    sqlite3_bind_blob64(statement, index, $0.baseAddress, UInt64($0.count), Self.transient)
                }
        }
    }

    mutating func blob(_ value: [UInt8]?) {
        if let value { blob(value) } else { null() }
    }

    mutating func null() {
        next { sqlite3_bind_null($0, $1) }
    }

    private mutating func next(_ bind: (OpaquePointer, Int32) -> Int32) {
        index += 1
        let result = bind(statement, index)
        if code == SQLITE_OK { code = result }
    }

    /// SQLITE_TRANSIENT, a macro that Swift does not import: SQLite copies the value at once.
    private static var transient: sqlite3_destructor_type {
        unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    }
}
