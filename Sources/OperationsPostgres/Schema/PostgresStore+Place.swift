public import Logging

extension PostgresStore {
    /// Where a store is, as an operator wants to know it; nothing of it is secret.
    ///
    ///     logger.info("Store opened", metadata: store.place.metadata)
    public struct Place: Hashable, Sendable, CustomStringConvertible {
        /// The host and the port of the server that answered when the store was opened; after a failover it may be
        /// another one of the connection string.
        public let address: String
        public let database: String
        public let schema: String
        /// In the server's words, for example `15.18 (Debian 15.18-0+deb12u1)`.
        public let serverVersion: String

        public var description: String {
            "schema '\(schema)' of the database '\(database)' at \(address), PostgreSQL \(serverVersion)"
        }

        /// The same for a log, each part by itself.
        public var metadata: Logger.Metadata {
            [
                "address": "\(address)", "database": "\(database)", "schema": "\(schema)",
                "server_version": "\(serverVersion)",
            ]
        }
    }
}
