public import Logging
public import OperationsCore
import PostgresClient
import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The store that any number of nodes share: one schema in a PostgreSQL database.
///
///     var options = PostgresStore.Options(connection: "postgres://longrun@db.example.com/longrun")
///     let store = try await PostgresStore.open(options)
///     async let following: Void = store.follow(engine)
///
/// Whoever opens a store must follow it: that is also how it is kept in order. PostgreSQL 13 or later.
public final class PostgresStore: OperationStore {
    struct State {
        var fault: StoreFailure?
        /// Set while the schema is one with which this program cannot work.
        var isTooOld = false
        /// Set while another store is copied in, or has taken the place of the one that was opened.
        var obstacle: StoreObstacle?
        var progress: FeedProgress
        var secret: [UInt8]
        var refusals = RefusalLog()

        var currentFault: StoreFailure? {
            fault ?? obstacle.map { .obstructed($0, detail: "") }
        }

        /// Why no transaction may begin, although the server would take it.
        var refusal: StoreFailure? {
            isTooOld ? .obstructed(.programTooOld, detail: "") : obstacle.map { .obstructed($0, detail: "") }
        }
    }

    let options: Options
    /// The server, the database and the schema.
    public let place: Place
    let schema: SchemaName
    let surroundings: PostgresTransaction.Surroundings
    /// The connections of transactions. Their number bounds how many locks can be held at once.
    let writers: PostgresPool
    /// Apart from those, so that reading does not wait for who waits for a lock.
    let readers: PostgresPool
    let configuration: PostgresConfiguration
    /// Of the connection that shows that somebody serves from the schema.
    let presence: PostgresConfiguration
    let lookups = LookupBatcher()
    /// The count of changes of message types when the store was opened.
    let openedSets: Int64
    let state: Mutex<State>
    let logger: Logger

    private init(_ options: Options, _ opened: OpenedDatabase, logger: Logger) {
        self.options = options
        self.logger = logger
        schema = opened.schema
        place = opened.place
        configuration = opened.configuration
        presence = opened.reading
        openedSets = opened.feed.descriptorSets
        let progress = FeedProgress(
            position: opened.feed.position, server: opened.feed.server, hasManyServers: options.changes != .listen)
        state = Mutex(State(progress: progress, secret: opened.secret))
        var limits = PostgresPoolLimits()
        limits.size = max(options.connections / 2, 2)
        writers = PostgresPool(opened.writing, limits: limits, logger: logger)
        readers = PostgresPool(opened.reading, limits: limits, logger: logger)
        surroundings = PostgresTransaction.Surroundings(
            channel: options.changes == .listen ? opened.schema.channel : nil, writer: Self.newWriter(),
            time: options.time, cache: RecordCache(byteLimit: options.cacheByteSize),
            damage: DamageReports(logger: logger), held: HeldOperations(), onAnswer: options.onAnswer)
    }

    /// Connects, and makes the schema or brings it up to date.
    ///
    /// - Throws: ``PostgresStoreError``.
    public static func open(
        _ options: Options, logger: Logger = Logger(label: "longrun.postgres")
    ) async throws -> PostgresStore {
        PostgresStore(options, try await OpenedDatabase.open(options), logger: logger)
    }

    /// Closes all connections; transactions that are under way are carried through.
    public func close() async {
        await writers.shutdown()
        await readers.shutdown()
    }

    public var isShared: Bool { true }

    /// Set and taken back by ``follow(_:)``.
    public var fault: StoreFailure? {
        state.withLock { $0.currentFault }
    }

    private static func newWriter() -> String {
        String(UInt64.random(in: .min ... .max), radix: 36)
    }

    /// The time of this machine; nothing that must agree between machines depends on it.
    static func localTime() -> Timestamp {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Timestamp(microseconds: Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1_000)
    }
}
