/// Binds the parameters of one statement, from `$1` to the last, in the binary format.
///
/// Each method also says of which type the parameter is; nil is NULL of that type. PostgreSQL converts where it would
/// convert a column of that type: an `int8` fits into an `integer` column, a `text` needs `$1::jsonb` to become JSON.
public struct PostgresBinder {
    /// The values of all statements of a batch, one after the other. Begins with a byte that is none, so that even an
    /// empty value has an address.
    private(set) var bytes: [UInt8] = [0]
    private(set) var starts: [Int] = []
    /// -1 is NULL.
    private(set) var lengths: [Int32] = []
    private(set) var types: [UInt32] = []
    private(set) var fault: String?

    var count: Int { lengths.count }

    mutating func removeAll() {
        // A batch of megabytes once must not hold them for good.
        bytes.removeAll(keepingCapacity: bytes.count < 1 << 20)
        bytes.append(0)
        starts.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        types.removeAll(keepingCapacity: true)
        fault = nil
    }

    /// `int8`
    public mutating func int(_ value: Int64?) {
        number(value, TypeOID.int8)
    }

    /// `int4`
    public mutating func int32(_ value: Int32?) {
        number(value, TypeOID.int4)
    }

    /// `float8`
    public mutating func real(_ value: Double?) {
        number(value?.bitPattern, TypeOID.float8)
    }

    /// `bool`
    public mutating func bool(_ value: Bool?) {
        number(value.map { $0 ? 1 : 0 as UInt8 }, TypeOID.bool)
    }

    /// `text`. PostgreSQL refuses a text with a NUL (22021).
    public mutating func text(_ value: String?) {
        add(value?.utf8, TypeOID.text)
    }

    /// `bytea`
    public mutating func bytes(_ value: [UInt8]?) {
        add(value, TypeOID.bytea)
    }

    /// `timestamptz`, in microseconds since 1970.
    public mutating func time(_ value: Int64?) {
        number(value.map(TimestampEpoch.toPostgres), TypeOID.timestamptz)
    }

    /// `uuid`, as its 16 bytes.
    public mutating func uuid(_ value: [UInt8]?) {
        if let value, value.count != 16 { note("a uuid has 16 bytes, not \(value.count)") }
        add(value, TypeOID.uuid)
    }

    private mutating func number<Number: FixedWidthInteger>(_ value: Number?, _ type: UInt32) {
        begin(type)
        if let value { append(value) } else { lengths[lengths.count - 1] = -1 }
        end()
    }

    private mutating func add(_ value: (some Collection<UInt8>)?, _ type: UInt32) {
        begin(type)
        if let value { bytes.append(contentsOf: value) } else { lengths[lengths.count - 1] = -1 }
        end()
    }

    mutating func begin(_ type: UInt32) {
        types.append(type)
        starts.append(bytes.count)
        lengths.append(0)
    }

    mutating func end() {
        guard let start = starts.last, lengths.last != -1 else { return }
        guard let length = Int32(exactly: bytes.count - start) else { return note("a value has more than 2 GiB") }
        lengths[lengths.count - 1] = length
    }

    mutating func append<Number: FixedWidthInteger>(_ value: Number) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ value: some Collection<UInt8>) {
        bytes.append(contentsOf: value)
    }

    mutating func note(_ fault: String) {
        if self.fault == nil { self.fault = "Parameter $\(types.count): \(fault)." }
    }
}
