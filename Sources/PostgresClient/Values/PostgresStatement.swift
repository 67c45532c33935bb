/// A statement that a connection prepares when it first runs it, and keeps under its name.
///
/// A name stands for one text, always with the same types of parameters. There should be some dozens of names, not
/// thousands, since the server keeps each on each connection until it is closed.
public struct PostgresStatement: Hashable, Sendable {
    /// At most 63 bytes. Empty when it is not kept.
    public let name: String
    /// One statement, with parameters `$1`, `$2`, ….
    public let sql: String

    public init(name: String, sql: String) {
        self.name = name
        self.sql = sql
    }

    /// A statement that is prepared for one use and not kept: for texts that are put together at run time.
    public init(unkept sql: String) {
        self.init(name: "", sql: sql)
    }

    var isKept: Bool { !name.isEmpty }
}
