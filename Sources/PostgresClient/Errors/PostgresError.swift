public import Logging

/// What went wrong between us and a PostgreSQL server.
public struct PostgresError: Error, Hashable, Sendable {
    /// What to do about it depends on this alone.
    public enum Kind: Hashable, Sendable {
        /// The server refused a statement; the connection can still be used. The statement had no effect, and those
        /// that were queued behind it did not run. A transaction that was open has failed and waits for ROLLBACK.
        case server(SQLState)
        /// No connection could be made.
        case cannotConnect
        /// The connection broke, or the server ended it. What became of the statements that were sent is unknown.
        case connectionLost
        /// The server did not answer in time, and the connection was closed. What became of the statements that were
        /// sent is unknown.
        case timedOut
        /// The connection or the pool was closed by ourselves before.
        case closed
        /// All connections of the pool are taken, and too many wait for one, or this one has waited for too long.
        case busy
        /// A fault of the caller: a value that does not suit its column, a statement with two texts, …
        case misuse
    }

    public let kind: Kind
    /// One sentence, in the server's words where it had some. Never shows a password.
    public let message: String
    /// The server's code, also where it said why it ends the connection.
    public let sqlState: SQLState?
    public let detail: String?
    public let hint: String?
    /// The constraint that was violated.
    public let constraint: String?
    /// The table that it is about.
    public let table: String?
    /// The name of the statement that failed.
    public let statement: String?
    /// Whether it is certain that the server never saw any statement of the call that failed.
    public let nothingWasSent: Bool

    init(
        _ kind: Kind, _ message: String, sqlState: SQLState? = nil, detail: String? = nil, hint: String? = nil,
        constraint: String? = nil, table: String? = nil, statement: String? = nil, nothingWasSent: Bool = false
    ) {
        self.kind = kind
        self.message = message
        self.sqlState = sqlState
        self.detail = detail
        self.hint = hint
        self.constraint = constraint
        self.table = table
        self.statement = statement
        self.nothingWasSent = nothingWasSent
    }

    static func misuse(_ message: String) -> PostgresError {
        PostgresError(.misuse, message, nothingWasSent: true)
    }

    /// As the server would say it.
    static let cancelled = PostgresError(
        .server(.queryCanceled), "The task was cancelled.", sqlState: .queryCanceled, nothingWasSent: true)

    static let closed = PostgresError(.closed, "The connection is closed.", nothingWasSent: true)
}

extension PostgresError: CustomStringConvertible {
    /// Fit to be shown to callers: the name of the statement, which tells nobody but us anything, is not in it.
    public var description: String {
        var text = message
        if let sqlState { text += " (SQLSTATE \(sqlState))" }
        if let detail { text += " \(detail)" }
        if let hint { text += " \(hint)" }
        return text
    }
}

extension PostgresError {
    /// For a log: the description, and by itself the name of the statement.
    public var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = ["error": "\(description)"]
        if let statement, !statement.isEmpty { metadata["statement"] = "\(statement)" }
        return metadata
    }
}
