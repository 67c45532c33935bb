public import Logging
import Synchronization

/// Connections to PostgreSQL, shared by many callers.
///
/// ```swift
/// let pool = PostgresPool(configuration, logger: logger)
/// async let upkeep: Void = pool.run()
/// let count = try await pool.run { session in … }
/// ```
///
/// Connections are made when they are needed. Each is looked at before it is used, so that one that died while it
/// rested hurts nobody. ``run()`` is not necessary, but without it connections that rest are never closed, and
/// ``lastConnectError`` changes only when somebody needs a connection.
public final class PostgresPool: Sendable {
    /// What happens to a body whose task is cancelled.
    public enum CancelBehaviour: Hashable, Sendable {
        /// It runs to its end.
        case finish
        /// Its statement is cancelled, and its connection is closed. The caller gets a `CancellationError`.
        case cancelQuery
    }

    /// How many connections do what, and how many callers wait.
    public struct Load: Hashable, Sendable {
        public let idle: Int
        public let leased: Int
        public let opening: Int
        public let waiting: Int
    }

    struct Shared {
        var state: PoolState
        var connections: [PoolState.ConnectionID: PostgresConnection] = [:]
        var waiting: [PoolState.Ticket: CheckedContinuation<PoolState.Grant?, Never>] = [:]
        /// When the next of those who wait has waited for too long, as far as a timer is set for it.
        var timer: PoolState.Instant?
    }

    let configuration: PostgresConfiguration
    let limits: PostgresPoolLimits
    let logger: Logger
    let shared: Mutex<Shared>

    public init(_ configuration: PostgresConfiguration, limits: PostgresPoolLimits = .init(), logger: Logger) {
        self.configuration = configuration
        self.limits = limits
        self.logger = logger
        shared = Mutex(Shared(state: PoolState(limits: limits)))
    }

    /// Why the last try to connect failed; nil when it did not, or none was made yet.
    public var lastConnectError: PostgresError? {
        shared.withLock { $0.state.lastError }
    }

    /// False from the first failed try to connect until one succeeds.
    public var isReachable: Bool { lastConnectError == nil }

    public var load: Load {
        shared.withLock { $0.state.load }
    }

    /// Runs a body on a connection of its own. The body blocks the connection's thread, nothing else; its deadlines
    /// are those of its flushes. A body that leaves a transaction open loses it with the connection.
    ///
    /// Throws what the body throws; ``PostgresError/Kind/cannotConnect``, `.busy` or `.closed` when there is no
    /// connection, all before the body ran; `CancellationError` when the task is cancelled before that.
    public func run<Value: Sendable>(
        onCancel: CancelBehaviour = .finish, _ body: @Sendable (PostgresSession) throws -> Value
    ) async throws -> Value {
        while true {
            let (id, connection) = try await lease()
            guard onCancel == .cancelQuery else {
                let loan = await connection.lend(nil, body)
                if let result = finish(loan, on: id, wasCancelled: false) { return try result.get() }
                continue
            }
            let watch = CancelWatch()
            let loan = await withTaskCancellationHandler {
                await connection.lend(watch, body)
            } onCancel: {
                if watch.cancel() { connection.canceller.cancel(watch) }
            }
            let wasCancelled = watch.end()
            guard let result = finish(loan, on: id, wasCancelled: wasCancelled) else { continue }
            if wasCancelled, case .failure(let error as PostgresError) = result, error.sqlState == .queryCanceled {
                throw CancellationError()
            }
            return try result.get()
        }
    }

    /// nil when the body did not run because its connection was dead.
    private func finish<Value>(
        _ loan: Loan<Value>, on id: PoolState.ConnectionID, wasCancelled: Bool
    ) -> Result<Value, any Error>? {
        guard case .done(let result, let end) = loan else {
            release(id, isReusable: false)
            return nil
        }
        if end == .inTransaction, case .success = result {
            logger.warning("A transaction was left open; it is rolled back and its connection closed")
        }
        release(id, isReusable: end == .reusable && !wasCancelled)
        return result
    }

    /// Refuses everybody from now on and closes the connections, those in use when they come back.
    public func shutdown() async {
        let (connections, refused) = shared.withLock { shared in
            let (closes, refused) = shared.state.shutDown()
            return (closes.compactMap { shared.connections.removeValue(forKey: $0) }, shared.take(refused))
        }
        for (continuation, grant) in refused { continuation.resume(returning: grant) }
        for connection in connections { await connection.close() }
    }
}
