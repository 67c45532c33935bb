import OperationsCore
import PostgresClient

/// Makes partitions of the history ahead, and drops those of which nothing is needed any more.
struct HistoryUpkeep {
    private let session: PostgresSession
    private let time: (any TimeSource)?
    /// A change of tables must not keep others waiting: it gives up at once, and comes again later.
    private static let settings = "SET LOCAL lock_timeout = '300ms'; SET LOCAL statement_timeout = '30s'"
    private static let patience = Duration.seconds(35)

    private let onRefusal: (PostgresError) -> Void

    /// - Parameter onRefusal: hears of what the server refused; the day it was about waits for another node, or for later.
    init(
        _ session: PostgresSession, time: (any TimeSource)?, onRefusal: @escaping (PostgresError) -> Void = { _ in }
    ) {
        self.session = session
        self.time = time
        self.onRefusal = onRefusal
    }

    /// Each day in a transaction of its own, which may fail: then another node makes it, or the default partition holds
    /// lines of that day already and keeps it.
    func makeAhead() throws {
        try make(try partitions().missing)
    }

    /// For lines of days that are over, before they are copied in; at most a year back.
    func makePast(_ days: Set<HistoryPartitions.Day>) throws {
        try make(try partitions().missing(of: days))
    }

    private func make(_ days: [HistoryPartitions.Day]) throws {
        for day in days {
            let name = HistoryPartitions.name(of: day)
            try alone(name) {
                """
                DO $$ BEGIN
                    -- Another node may have made it meanwhile.
                    IF to_regclass('\(name)') IS NULL THEN
                        CREATE TABLE \(name) (LIKE history INCLUDING DEFAULTS);
                        ALTER TABLE history ATTACH PARTITION \(name)
                            FOR VALUES FROM (\(Self.literal(day))) TO (\(Self.literal(day.next)));
                    END IF;
                END $$
                """
            }
        }
    }

    func dropOutdated() throws {
        let partitions = try partitions()
        for name in partitions.outdated {
            try alone(name) { "DROP TABLE IF EXISTS \(name);" }
        }
        session.queue(StoreStatement.deleteOldHistory.statement) { $0.time(partitions.limit) }
        _ = try session.flush(within: Self.patience)
    }

    private static func literal(_ day: HistoryPartitions.Day) -> String {
        "'\(day.text) 00:00:00+00'"
    }

    private func partitions() throws -> HistoryPartitions {
        session.queue(StoreStatement.historyPartitions.statement)
        session.queue(StoreStatement.oldestOperation.statement)
        session.queue(StoreStatement.time.statement)
        let results = try session.flush(within: Self.patience)
        guard results.count == 3 else { throw UnreadableRow(what: "no partitions") }
        let now = try results[2].first { $0.timestamp() }
        return HistoryPartitions(
            existing: Set(try results[0].all { $0.text() }), now: time?.now ?? now ?? .minimum,
            oldest: try results[1].first { $0.timestamp() })
    }

    /// Runs DDL unless another node does the same at this moment.
    private func alone(_ name: String, _ sql: () -> String) throws {
        do {
            try session.execute("BEGIN; \(Self.settings)", within: Self.patience)
            try session.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '/\(name)', 0))",
                within: Self.patience)
            try session.execute(sql(), within: Self.patience)
            try session.execute("COMMIT", within: Self.patience)
        } catch {
            guard session.isOpen else { throw error }
            onRefusal(error)
            try session.execute("ROLLBACK", within: Self.patience)
        }
    }
}
