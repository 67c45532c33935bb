/// How a store on PostgreSQL is used; without effect on other stores.
public struct PostgresSettings: Hashable, Sendable {
    /// How a node learns what others commit.
    public enum Changes: String, Sendable, CaseIterable {
        /// By LISTEN and NOTIFY.
        case listen
        /// By asking, for dialects that lack both.
        case poll
    }

    /// The schema that holds all tables. Default longrun.
    public var schema = "longrun"
    /// Connections of this node at the most, beside the one that listens; 4 to 1,000. Default 10.
    public var connections = 10
    /// Default listen.
    public var changes = Changes.listen
    /// How often is asked with ``Changes/poll``; 10 ms to 10 s. Default 100 ms.
    public var pollInterval = Duration.milliseconds(100)
    /// Whether the schema is made and brought up to date at the start. Default true.
    public var migrates = true

    public init() {}
}
