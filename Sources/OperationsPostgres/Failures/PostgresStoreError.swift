import PostgresClient

/// Why a store could not be opened.
public enum PostgresStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    case badSchemaName(String)
    /// Nobody could connect with it.
    case badConnectionString(reason: String)
    case cannotConnect(reason: String)
    case cannotMigrate(schema: String, reason: String)
    case newerVersion(schema: String)
    case needsMigration(schema: String)
    case notUTF8(encoding: String)
    /// `target_session_attrs` allows servers that take no writes.
    case takesNoWrites(target: String)

    public var description: String {
        switch self {
        case .badSchemaName(let name):
            "'\(name)' cannot be the name of the schema; use 1 to 48 lower-case letters, digits and '_', beginning with "
                + "a letter, and not with 'pg_'."
        case .badConnectionString(let reason): reason
        case .cannotConnect(let reason): "The PostgreSQL server cannot be used: \(reason)"
        case .cannotMigrate(let schema, let reason): "The schema '\(schema)' could not be brought up to date: \(reason)"
        case .newerVersion(let schema):
            "The schema '\(schema)' was changed by a newer version of longrun, with which this one cannot work; upgrade "
                + "this server to use it."
        case .needsMigration(let schema):
            "The schema '\(schema)' is not there or not up to date; let 'longrun store migrate' bring it up to date."
        case .takesNoWrites(let target):
            "The connection string (or else the variable PGTARGETSESSIONATTRS) says target_session_attrs=\(target), which "
                + "may lead to a server that takes no writes; leave it out, or write target_session_attrs=read-write."
        case .notUTF8(let encoding): "The database has the encoding \(encoding), but longrun needs UTF8."
        }
    }
}

extension PostgresStoreError {
    /// What befell while a store was opened.
    init(_ error: PostgresError) {
        self =
            error.kind == .misuse ? .badConnectionString(reason: error.message) : .cannotConnect(reason: error.sentence)
    }
}
