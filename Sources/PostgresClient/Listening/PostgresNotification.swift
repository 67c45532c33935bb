/// What somebody told all who listen to a channel.
public struct PostgresNotification: Hashable, Sendable {
    public let channel: String
    /// Empty when there is none.
    public let payload: String
    /// The process of the server whose session told it: compare ``PostgresSession/backendPID``.
    public let backendPID: Int32
}
