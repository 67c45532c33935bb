import CLibPQ

/// What one statement gave.
///
/// ```swift
/// let names = try result.all { row in row.text() }
/// ```
public final class PostgresResult {
    private let result: OpaquePointer

    init(owning result: OpaquePointer) {
        self.result = result
    }

    deinit {
        PQclear(result)
    }

    /// How many rows it gave back.
    public var rowCount: Int {
        Int(PQntuples(result))
    }

    /// How many rows it inserted, changed, removed or selected.
    public var affectedRows: Int {
        PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
    }

    /// Reads the rows in their order until the closure says false.
    ///
    /// Throws what the closure throws, and ``PostgresError/Kind/misuse`` when it read something as what it is not.
    public func forEach(_ body: (inout PostgresRow) throws -> Bool) throws {
        for index in 0..<PQntuples(result) {
            var row = PostgresRow(self, index)
            let goesOn = try body(&row)
            if let fault = row.fault { throw PostgresError(.misuse, fault) }
            if !goesOn { return }
        }
    }

    /// The first row, if there is one.
    public func first<Value>(_ read: (inout PostgresRow) throws -> Value) throws -> Value? {
        var value: Value?
        try forEach {
            value = try read(&$0)
            return false
        }
        return value
    }

    /// All rows.
    public func all<Value>(_ read: (inout PostgresRow) throws -> Value) throws -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(rowCount)
        try forEach {
            values.append(try read(&$0))
            return true
        }
        return values
    }
}

extension PostgresResult {
    var status: ExecStatusType {
        PQresultStatus(result)
    }

    func field(_ field: DiagnosticField) -> String? {
        PQresultErrorField(result, field.rawValue).map { String(cString: $0) }
    }

    var errorMessage: String {
        PQresultErrorMessage(result).map { String(cString: $0) } ?? ""
    }

    /// nil beyond the last column.
    func type(of column: Int32) -> UInt32? {
        column < PQnfields(result) ? PQftype(result, column) : nil
    }

    func name(of column: Int32) -> String {
        PQfname(result, column).map { String(cString: $0) } ?? ""
    }

    /// The bytes of a value, as long as the closure runs; nil for NULL.
    func withValue<Value>(_ row: Int32, _ column: Int32, _ read: (UnsafeRawBufferPointer) -> Value) -> Value? {
        guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column) else { return nil }
        return read(UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, row, column))))
    }
}
