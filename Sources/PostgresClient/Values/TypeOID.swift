/// The numbers of the built-in types; they are the same in all versions.
enum TypeOID {
    static let bool: UInt32 = 16
    static let bytea: UInt32 = 17
    static let char: UInt32 = 18
    static let name: UInt32 = 19
    static let int8: UInt32 = 20
    static let int2: UInt32 = 21
    static let int4: UInt32 = 23
    static let text: UInt32 = 25
    static let oid: UInt32 = 26
    static let json: UInt32 = 114
    static let float4: UInt32 = 700
    static let float8: UInt32 = 701
    static let unknown: UInt32 = 705
    static let bpchar: UInt32 = 1042
    static let varchar: UInt32 = 1043
    static let timestamptz: UInt32 = 1184
    static let uuid: UInt32 = 2950
    // Arrays of them.
    static let bools: UInt32 = 1000
    static let byteas: UInt32 = 1001
    static let int4s: UInt32 = 1007
    static let texts: UInt32 = 1009
    static let int8s: UInt32 = 1016
    static let float8s: UInt32 = 1022
    static let timestamptzs: UInt32 = 1185
    static let uuids: UInt32 = 2951

    static let textual: Set<UInt32> = [text, varchar, name, bpchar, char, json, unknown]
}

/// PostgreSQL counts microseconds since 2000-01-01; we count them since 1970-01-01.
enum TimestampEpoch {
    private static let offset: Int64 = 946_684_800_000_000

    /// Times out of range become `infinity` and `-infinity`, which are the ends of Int64 on both sides.
    static func toPostgres(_ microseconds: Int64) -> Int64 {
        guard microseconds != .max else { return .max }
        let (value, overflow) = microseconds.subtractingReportingOverflow(offset)
        return overflow ? .min : value
    }

    static func fromPostgres(_ microseconds: Int64) -> Int64 {
        guard microseconds != .min else { return .min }
        let (value, overflow) = microseconds.addingReportingOverflow(offset)
        return overflow ? .max : value
    }
}
