import PostgresClient

/// What the server says when it has carried out a transaction, but did not wait for its standby. Its words depend on its
/// language, and its code is that of all warnings; so it is known by when it comes.
enum CommitWarning {
    /// How full the queue of NOTIFY is, is said with a COMMIT too.
    private static let harmless: Set<String> = ["asyncQueueFillWarning"]

    /// - Parameter place: of COMMIT in the batch. What was said with another statement is none: that transaction ids run
    ///   out, for example, is said with the first that needs one.
    static func first(in warnings: [PostgresWarning], commit place: Int) -> PostgresWarning? {
        warnings.first { warning in
            warning.severity == "WARNING" && warning.statement == place
                && !(warning.origin.map(harmless.contains) ?? false)
        }
    }
}
