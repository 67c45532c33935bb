/// What the server said beside its results: a NOTICE, a WARNING and the like.
public struct PostgresWarning: Hashable, Sendable {
    /// `WARNING`, `NOTICE`, `INFO`, `LOG` or `DEBUG`, whatever the server's language.
    public let severity: String
    public let sqlState: SQLState
    public let message: String
    public let detail: String?
}
