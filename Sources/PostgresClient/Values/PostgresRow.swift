/// Reads the columns of one row, from the first to the last.
///
/// Reading a column as what it is not, or NULL as a value, gives an empty value here and an error
/// (``PostgresError/Kind/misuse``, with the column's name) from the method of ``PostgresResult`` that gave the row.
public struct PostgresRow {
    private let result: PostgresResult
    private let row: Int32
    private var column: Int32 = 0
    private(set) var fault: String?

    init(_ result: PostgresResult, _ row: Int32) {
        self.result = result
        self.row = row
    }

    /// `int8`, `int4`, `int2` or `oid`
    public mutating func int() -> Int64 {
        required(0) { $0.optionalInt() }
    }

    public mutating func optionalInt() -> Int64? {
        let type = result.type(of: column)
        return value(
            "an integer", type == TypeOID.int8 || type == TypeOID.int4 || type == TypeOID.int2 || type == TypeOID.oid
        ) {
            switch $0.count {
            case 8: Int64($0.bigEndian(as: Int64.self))
            case 2: Int64($0.bigEndian(as: Int16.self))
            default: type == TypeOID.oid ? Int64($0.bigEndian(as: UInt32.self)) : Int64($0.bigEndian(as: Int32.self))
            }
        }
    }

    /// Any integer; one that is out of range becomes the nearest that is not.
    public mutating func int32() -> Int32 {
        Int32(clamping: int())
    }

    public mutating func optionalInt32() -> Int32? {
        optionalInt().map { Int32(clamping: $0) }
    }

    /// `float8` or `float4`
    public mutating func real() -> Double {
        required(0) { $0.optionalReal() }
    }

    public mutating func optionalReal() -> Double? {
        let type = result.type(of: column)
        return value("a real number", type == TypeOID.float8 || type == TypeOID.float4) {
            $0.count == 8
                ? Double(bitPattern: $0.bigEndian(as: UInt64.self))
                : Double(Float(bitPattern: $0.bigEndian(as: UInt32.self)))
        }
    }

    /// `bool`
    public mutating func bool() -> Bool {
        required(false) { $0.optionalBool() }
    }

    public mutating func optionalBool() -> Bool? {
        value("a bool", result.type(of: column) == TypeOID.bool) { $0.bigEndian(as: UInt8.self) != 0 }
    }

    /// `text`, `varchar`, `name`, `json` and the like
    public mutating func text() -> String {
        required("") { $0.optionalText() }
    }

    public mutating func optionalText() -> String? {
        value("a text", result.type(of: column).map(TypeOID.textual.contains) ?? false) {
            String(decoding: $0, as: UTF8.self)
        }
    }

    /// `bytea`
    public mutating func bytes() -> [UInt8] {
        required([]) { $0.optionalBytes() }
    }

    public mutating func optionalBytes() -> [UInt8]? {
        value("a bytea", result.type(of: column) == TypeOID.bytea) { Array($0) }
    }

    /// `timestamptz`, in microseconds since 1970; `infinity` is the greatest number, `-infinity` the least.
    public mutating func time() -> Int64 {
        required(0) { $0.optionalTime() }
    }

    public mutating func optionalTime() -> Int64? {
        value("a timestamptz", result.type(of: column) == TypeOID.timestamptz) {
            TimestampEpoch.fromPostgres($0.bigEndian(as: Int64.self))
        }
    }

    /// `uuid`, as its 16 bytes
    public mutating func uuid() -> [UInt8] {
        required([]) { $0.optionalUUID() }
    }

    public mutating func optionalUUID() -> [UInt8]? {
        value("a uuid", result.type(of: column) == TypeOID.uuid) { Array($0) }
    }

    /// `text[]` of one dimension without NULLs
    public mutating func texts() -> [String] {
        elements("an array of texts", TypeOID.texts) { String(decoding: $0, as: UTF8.self) }
    }

    /// `int8[]` of one dimension without NULLs
    public mutating func ints() -> [Int64] {
        elements("an array of int8", TypeOID.int8s) { $0.bigEndian(as: Int64.self) }
    }

    /// Passes over a column.
    public mutating func skip() {
        column += 1
    }

    private mutating func elements<Value>(
        _ what: String, _ type: UInt32, _ read: (UnsafeRawBufferPointer) -> Value
    ) -> [Value] {
        required([]) { row in
            let found = row.value(what, row.result.type(of: row.column) == type) { ArrayReader($0).elements(read) }
            guard let found else { return nil }
            if found == nil { row.note("is not \(what) of one dimension without NULLs", at: row.column - 1) }
            return found ?? []
        }
    }

    private mutating func required<Value>(_ empty: Value, _ read: (inout PostgresRow) -> Value?) -> Value {
        let column = column
        if let value = read(&self) { return value }
        note("is NULL", at: column)
        return empty
    }

    private mutating func value<Value>(
        _ what: String, _ suits: Bool, _ read: (UnsafeRawBufferPointer) -> Value
    ) -> Value? {
        defer { column += 1 }
        guard suits else {
            note("is not \(what)", at: column)
            return nil
        }
        return result.withValue(row, column, read)
    }

    private mutating func note(_ fault: String, at column: Int32) {
        guard self.fault == nil else { return }
        self.fault =
            result.type(of: column) == nil
            ? "The row has no column \(column + 1)." : "Column \(column + 1) (\(result.name(of: column))) \(fault)."
    }
}

extension UnsafeRawBufferPointer {
    /// Zero when there are too few bytes.
    func bigEndian<Number: FixedWidthInteger>(as type: Number.Type) -> Number {
        guard count >= MemoryLayout<Number>.size else { return 0 }
        return Number(bigEndian: loadUnaligned(as: type))
    }
}
