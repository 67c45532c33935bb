/// What the server said beside its results: a NOTICE, a WARNING and the like.
public struct PostgresWarning: Hashable, Sendable {
    /// `WARNING`, `NOTICE`, `INFO`, `LOG` or `DEBUG`, whatever the server's language.
    public let severity: String
    public let sqlState: SQLState
    public let message: String
    public let detail: String?
    /// The place, among what was queued, of the statement during which it came; nil outside of a flush. Of a batch that
    /// is one transaction without COMMIT, what comes with its commit may count to the last statement.
    public let statement: Int?
    /// The function of the server that said it, whatever the server's language: for example `SyncRepWaitForLSN`.
    public let origin: String?
}
