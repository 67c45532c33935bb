/// One connection to PostgreSQL. It blocks a dispatch queue of its own and nobody else.
///
/// ```swift
/// let connection = try await PostgresConnection.open(configuration)
/// let count = try await connection.run { session in
///     session.queue(countRows)
///     return try session.flush(within: .seconds(5))[0].first { $0.int() }
/// }
/// await connection.close()
/// ```
public actor PostgresConnection {
    private let executor = QueueExecutor(label: "longrun.postgres.connection")
    private var session: PostgresSession?
    let canceller = Canceller()

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    private init() {}

    /// Connects to the first host that suits, and makes the settings. Cannot be cancelled; each address of each host
    /// has ``PostgresConfiguration/connectTimeout``.
    ///
    /// Throws ``PostgresError/Kind/cannotConnect``, or what the server says of a setting.
    public static func open(_ configuration: PostgresConfiguration) async throws(PostgresError) -> PostgresConnection {
        let connection = PostgresConnection()
        try await connection.connect(configuration)
        return connection
    }

    /// Runs a body on the connection. Bodies run one after the other, each as a whole; what one leaves queued is
    /// dropped. The body blocks; its deadlines are those of its flushes.
    ///
    /// Throws what the body throws; ``PostgresError/Kind/closed`` after ``close()``.
    public func run<Value: Sendable>(_ body: @Sendable (PostgresSession) throws -> Value) throws -> Value {
        guard let session else { throw PostgresError.closed }
        defer { session.discardQueued() }
        return try body(session)
    }

    /// Closes the connection; an open transaction is rolled back.
    public func close() {
        canceller.set(nil)
        session = nil
    }

    /// Like ``run(_:)``, for bodies that throw nothing else.
    func attempt<Value: Sendable>(
        _ body: @Sendable (PostgresSession) throws(PostgresError) -> Value
    ) throws(PostgresError) -> Value {
        guard let session else { throw .closed }
        return try body(session)
    }

    /// nil when the connection is closed.
    func withSession<Value>(_ body: (PostgresSession) -> Value) -> Value? {
        session.map(body)
    }

    private func connect(_ configuration: PostgresConfiguration) throws(PostgresError) {
        let handle = try ConnectionHandle.open(configuration.parameters)
        let session = PostgresSession(handle)
        for setting in configuration.settings {
            session.queue(Self.setSetting) {
                $0.text(setting.name)
                $0.text(setting.value)
            }
        }
        _ = try session.flush(within: configuration.connectTimeout)
        canceller.set(handle.makeCancelHandle())
        self.session = session
    }

    private static let setSetting = PostgresStatement(unkept: "SELECT set_config($1, $2, false)")
}
