/// The five characters by which PostgreSQL names an error, for example `23505`.
public struct SQLState: Hashable, Sendable, CustomStringConvertible {
    /// The five characters.
    public let code: String

    public init(_ code: String) {
        self.code = code
    }

    /// The first two characters: the class, for example `08` for all that befalls a connection.
    public var classCode: Substring {
        code.prefix(2)
    }

    public var description: String {
        code
    }
}

extension SQLState {
    // What another try on a new transaction may cure.
    /// 40001
    public static let serializationFailure = SQLState("40001")
    /// 40P01
    public static let deadlockDetected = SQLState("40P01")
    /// 55P03: `lock_timeout` is over, or `NOWAIT` found a lock.
    public static let lockNotAvailable = SQLState("55P03")
    /// 53300
    public static let tooManyConnections = SQLState("53300")

    // Constraints.
    /// 23505
    public static let uniqueViolation = SQLState("23505")
    /// 23514
    public static let checkViolation = SQLState("23514")
    /// 23502
    public static let notNullViolation = SQLState("23502")
    /// 23503
    public static let foreignKeyViolation = SQLState("23503")

    // Ended from outside.
    /// 57014: cancelled, or `statement_timeout` is over.
    public static let queryCanceled = SQLState("57014")
    /// 57P01: the server shuts down, or somebody called `pg_terminate_backend`.
    public static let adminShutdown = SQLState("57P01")
    /// 57P02: another backend crashed.
    public static let crashShutdown = SQLState("57P02")
    /// 57P03: the server starts up, shuts down or recovers.
    public static let cannotConnectNow = SQLState("57P03")
    /// 25P03: `idle_in_transaction_session_timeout` is over.
    public static let idleInTransactionTimeout = SQLState("25P03")

    // Transactions.
    /// 25P02: the transaction has failed before; only ROLLBACK is heard.
    public static let inFailedTransaction = SQLState("25P02")
    /// 25006: for example on a standby.
    public static let readOnlyTransaction = SQLState("25006")

    // What is there, and what is not.
    /// 42P01
    public static let undefinedTable = SQLState("42P01")
    /// 42703
    public static let undefinedColumn = SQLState("42703")
    /// 42P07
    public static let duplicateTable = SQLState("42P07")
    /// 42P06
    public static let duplicateSchema = SQLState("42P06")
    /// 3F000
    public static let invalidSchemaName = SQLState("3F000")
    /// 42501
    public static let insufficientPrivilege = SQLState("42501")
    /// 42601
    public static let syntaxError = SQLState("42601")
    /// 26000: a prepared statement that the server does not have.
    public static let invalidStatementName = SQLState("26000")
    /// 0A000: also said of a prepared statement whose table has changed since ("cached plan").
    public static let featureNotSupported = SQLState("0A000")

    // Resources.
    /// 53100
    public static let diskFull = SQLState("53100")
    /// 53200
    public static let outOfMemory = SQLState("53200")

    // Damage.
    /// XX001
    public static let dataCorrupted = SQLState("XX001")
    /// XX002
    public static let indexCorrupted = SQLState("XX002")

    // Values.
    /// 22021: bytes that are no UTF-8, or a NUL in a text.
    public static let characterNotInRepertoire = SQLState("22021")
}
