public import OperationsCore

extension PostgresStore {
    /// How a store follows what other nodes commit. All nodes should do it in the same way: who polls tells nobody, and is
    /// heard of within a second only.
    public enum Changes: Hashable, Sendable {
        /// By LISTEN and NOTIFY: within milliseconds, and at no cost while nothing happens.
        case listen
        /// By asking again and again: for servers that have no NOTIFY, and poolers that do not pass it on.
        case poll(every: Duration)
    }

    public struct Options: Sendable {
        /// Any connection string of libpq: `postgres://user@host/database?sslmode=…`, several hosts, or
        /// `host=… dbname=…`.
        public var connection: String
        /// Which of the servers are taken. ``ServerDemand/any`` does not go with ``migrates``. Default
        /// ``ServerDemand/primary``.
        public var server = ServerDemand.primary
        /// The schema that holds all tables of the store. 1 to 48 lower-case letters, digits and `_`. Default
        /// `longrun`.
        public var schema = "longrun"
        /// At most so many connections, half of them for transactions and half for reading, beside the one that listens
        /// and the one that shows that the schema is in use; at least 4. Default 10.
        public var connections = 10
        /// Default ``Changes/listen``.
        public var changes = Changes.listen
        /// Whether a schema that is not there, or older, is made or brought up to date. Default true.
        public var migrates = true
        /// Nothing is written, and so a standby suits, and a user who may read the tables and no more. Such a store need not
        /// be followed. Default false.
        public var onlyReads = false
        /// Big payloads that do not change are kept in memory, so that they need not be read again. Default 64 MiB.
        public var cacheByteSize = 64 * 1_024 * 1_024
        /// The store's time, as its transactions see it. Default nil: the server's own, so that all nodes have one.
        public var time: (any TimeSource)?
        /// How long a node that is stopped within a transaction may hold its rows, before the server takes them from it.
        var longestPause = Duration.seconds(2)
        /// Called when a transaction was carried out and its answer has come; what it throws loses the answer. For tests.
        var onAnswer: (@Sendable () throws -> Void)?

        public init(connection: String) {
            self.connection = connection
        }
    }

    /// Whether a text can be ``Options/schema``.
    public static func isSchemaName(_ text: String) -> Bool {
        (try? SchemaName(text)) != nil
    }
}
