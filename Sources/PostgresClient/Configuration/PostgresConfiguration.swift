/// Where PostgreSQL is, and how connections to it are made.
///
/// ```swift
/// let configuration = try PostgresConfiguration("postgres://one,two/longrun?target_session_attrs=read-write")
/// ```
public struct PostgresConfiguration: Sendable {
    /// A setting of the server that each connection makes for itself, as SET does.
    public struct Setting: Hashable, Sendable {
        public let name: String
        public let value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    let connectionString: ConnectionString
    /// What `pg_stat_activity` shows, unless the connection string says otherwise. Default `longrun`.
    public var applicationName = "longrun"
    /// How long one host may take to let us in, unless the connection string says otherwise. Whole seconds, at least
    /// 2. Default 5 s.
    public var connectTimeout: Duration = .seconds(5)
    /// Which of the servers are taken, in libpq's words: `target_session_attrs`. At first what the connection string says,
    /// or else the variable `PGTARGETSESSIONATTRS`; nil leaves it to the service, if one is named, or else takes any. A
    /// value that is set goes before all of them.
    public var targetSessionAttributes: String?
    /// Made right after connecting, in their order; names with a dot may be invented. Default none.
    public var settings: [Setting] = []

    /// Any connection string of libpq: `postgres://…` or `host=… dbname=…`, with several hosts, `sslmode`,
    /// `target_session_attrs`, `service` and all the rest. What it leaves open comes from the environment (`PGHOST`,
    /// `PGPASSFILE`, …).
    ///
    /// Beyond that our defaults are `keepalives_idle=10 keepalives_interval=5 keepalives_count=3` and
    /// `tcp_user_timeout=15000` (a host that vanished is noticed within 25 s even when nobody asks it). The
    /// encoding is always UTF-8.
    ///
    /// Throws ``PostgresError/Kind/misuse`` with a sentence that shows nothing of a password.
    public init(_ connectionString: String) throws(PostgresError) {
        self.connectionString = try ConnectionString(connectionString)
        targetSessionAttributes = self.connectionString.value(of: "target_session_attrs")
    }
}

extension PostgresConfiguration: CustomStringConvertible, CustomReflectable {
    /// Hosts and database; never the password.
    public var description: String {
        connectionString.description
    }

    public var customMirror: Mirror {
        Mirror(self, children: ["connection": description])
    }
}

extension PostgresConfiguration {
    /// Keywords and values for libpq, of which the later override the earlier.
    var parameters: [(keyword: String, value: String)] {
        let defaults = [
            ("fallback_application_name", applicationName),
            ("connect_timeout", String(max(2, connectTimeout.components.seconds))),
            ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "15000"),
        ]
        return defaults.filter { !connectionString.isSetByEnvironment($0.0) }
            + [("dbname", connectionString.text), ("client_encoding", "UTF8")]
            + (targetSessionAttributes.map { [("target_session_attrs", $0)] } ?? [])
    }
}
