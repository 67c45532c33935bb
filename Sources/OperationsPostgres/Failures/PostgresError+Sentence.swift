import PostgresClient

extension PostgresError {
    /// Without the server's DETAIL, which may show what is stored.
    var sentence: String {
        sqlState.map { "\(message) (SQLSTATE \($0))" } ?? message
    }
}
