/// Arrays of one dimension, for `= ANY($1)` and for `unnest($1, $2, …)`, which makes rows of them.
extension PostgresBinder {
    /// `text[]`
    public mutating func texts(_ values: [String]) {
        array(values, of: TypeOID.text, TypeOID.texts) { $0.element($1.utf8) }
    }

    /// `text[]`, some of which may be NULL.
    public mutating func optionalTexts(_ values: [String?]) {
        array(values, of: TypeOID.text, TypeOID.texts) { $0.element($1?.utf8) }
    }

    /// `int8[]`
    public mutating func ints(_ values: [Int64]) {
        array(values, of: TypeOID.int8, TypeOID.int8s) { $0.element($1) }
    }

    /// `int8[]`, some of which may be NULL.
    public mutating func optionalInts(_ values: [Int64?]) {
        array(values, of: TypeOID.int8, TypeOID.int8s) { $0.element($1) }
    }

    /// `int4[]`, some of which may be NULL.
    public mutating func int32s(_ values: [Int32?]) {
        array(values, of: TypeOID.int4, TypeOID.int4s) { $0.element($1) }
    }

    /// `bool[]`, some of which may be NULL.
    public mutating func bools(_ values: [Bool?]) {
        array(values, of: TypeOID.bool, TypeOID.bools) { $0.element($1.map { $0 ? 1 : 0 as UInt8 }) }
    }

    /// `float8[]`, some of which may be NULL.
    public mutating func reals(_ values: [Double?]) {
        array(values, of: TypeOID.float8, TypeOID.float8s) { $0.element($1?.bitPattern) }
    }

    /// `bytea[]`, some of which may be NULL.
    public mutating func byteStrings(_ values: [[UInt8]?]) {
        array(values, of: TypeOID.bytea, TypeOID.byteas) { $0.element($1) }
    }

    /// `timestamptz[]`, in microseconds since 1970; some may be NULL.
    public mutating func times(_ values: [Int64?]) {
        array(values, of: TypeOID.timestamptz, TypeOID.timestamptzs) {
            $0.element($1.map(TimestampEpoch.toPostgres))
        }
    }

    /// The number of dimensions, whether there are NULLs (a hint), the type, the length and the first index; then
    /// each element with its length.
    private mutating func array<Value>(
        _ values: [Value], of elementType: UInt32, _ type: UInt32, _ write: (inout PostgresBinder, Value) -> Void
    ) {
        begin(type)
        append(Int32(values.isEmpty ? 0 : 1))
        append(1 as Int32)
        append(elementType)
        if !values.isEmpty {
            append(Int32(clamping: values.count))
            append(1 as Int32)
            for value in values { write(&self, value) }
        }
        end()
    }

    private mutating func element(_ value: (some Collection<UInt8>)?) {
        guard let value else { return append(-1 as Int32) }
        append(Int32(clamping: value.count))
        append(value)
    }

    private mutating func element<Number: FixedWidthInteger>(_ value: Number?) {
        guard let value else { return append(-1 as Int32) }
        append(Int32(Number.bitWidth / 8))
        append(value)
    }
}
