import OperationsCore
import PostgresClient

/// One run of a transaction, on the queue of its connection. What it writes is sent at the end, or before it reads what
/// it wrote.
final class PostgresTransaction: StoreTransaction {
    /// What it shares with all others of its store.
    struct Surroundings: Sendable {
        /// The channel on which changes are told; nil when nobody listens.
        let channel: String?
        /// Tells this store's commits from those of others.
        let writer: String
        /// Nil: the server's own time.
        let time: (any TimeSource)?
        let cache: RecordCache
        let damage: DamageReports
        let held: HeldOperations
        /// See `PostgresStore.Options`.
        var onAnswer: (@Sendable () throws -> Void)?
    }

    /// What is stored under a name, as this transaction has locked or changed it.
    enum Known {
        case live(revision: Int64, WriteSet.Identity)
        case gone
    }

    let session: PostgresSession
    let surroundings: Surroundings
    /// True when an earlier run failed on what only the server had seen, so that new names are looked up first.
    let isCareful: Bool
    var known: [OperationName: Known] = [:]
    var writes = WriteSet()
    /// The first error; the transaction is lost then, also when the body goes on.
    private(set) var failure: (any Error)?
    /// True when something was sent or queued that must not be lost.
    var hasWritten = false
    var changesSets = false
    /// Tombstones that are to be forgotten at the end, or before anything is read that would show it.
    var forgotten: [OperationName] = []
    private var hasBegun = false
    /// Where a number and the time stand among the results that are being waited for.
    private var numberPlace: Int?
    private var timePlace: Int?
    /// The numbers that were taken: one, or a second one behind the lock of the feed.
    private var numbers: [Int64] = []
    private var takenNumbers = 0
    /// What was sent, each with the index of its number.
    private var sent: [(change: WriteSet.Change, number: Int)] = []
    private var holdsFeed = false
    /// True when the last number was taken behind the lock of the feed, so that others hear of what bears it.
    private var isInFeed = false
    private var time: Timestamp?

    /// How long a statement may take: longer than `lock_timeout`, which gives the better error.
    static let patience = Duration.seconds(8)

    init(_ session: PostgresSession, _ surroundings: Surroundings, isCareful: Bool) {
        self.session = session
        self.surroundings = surroundings
        self.isCareful = isCareful
    }

    /// Asked once, and not before it is needed: what was locked before was changed before.
    var now: Timestamp {
        if let time { return time }
        let now = surroundings.time?.now ?? serverTime()
        time = now
        return now
    }

    private func serverTime() -> Timestamp {
        try? guarded {
            begin()
            try flush()
        }
        // A failure is kept, so this time comes to nothing.
        return time ?? Timestamp(microseconds: 0)
    }

    /// Runs what the body asks, unless something failed before.
    func guarded<Value>(_ work: () throws -> Value) throws -> Value {
        if let failure { throw failure }
        do {
            return try work()
        } catch {
            failure = error
            throw error
        }
    }
}

// MARK: - Statements

extension PostgresTransaction {
    /// Sends one statement behind all that waits, and answers its result.
    func ask(_ statement: StoreStatement, _ bind: (inout PostgresBinder) -> Void = { _ in }) throws -> PostgresResult {
        let place = queue(statement, bind)
        return try result(place, of: try flush())
    }

    @discardableResult
    func queue(_ statement: StoreStatement, _ bind: (inout PostgresBinder) -> Void = { _ in }) -> Int {
        sendWrites()
        begin()
        return session.queue(statement.statement, bind)
    }

    /// Sends what is queued. The first time the server also says what time it is, behind the first locks, so that it
    /// need not be asked for that alone.
    @discardableResult
    func flush() throws -> [PostgresResult] {
        if time == nil, surroundings.time == nil { timePlace = queue(.time) }
        return try flush(within: Self.patience)
    }

    @discardableResult
    func flush(within limit: Duration) throws -> [PostgresResult] {
        defer { (numberPlace, timePlace) = (nil, nil) }
        let results = try session.flush(within: limit)
        if let place = timePlace { time = try result(place, of: results).first { $0.timestamp() } }
        if let place = numberPlace, let number = try result(place, of: results).first({ $0.int() }) {
            numbers.append(number)
        }
        return results
    }

    func result(_ place: Int, of results: [PostgresResult]) throws -> PostgresResult {
        guard results.indices.contains(place) else { throw UnreadableRow(what: "fewer results than questions") }
        return results[place]
    }

    private func begin() {
        guard !hasBegun else { return }
        hasBegun = true
        session.queue(StoreStatement.begin.statement)
    }

    /// Queues what was decided so far, behind the lock of the feed when others must hear of it.
    private func sendWrites() {
        guard !writes.isEmpty else { return }
        sendForgotten()
        begin()
        takeNumber()
        sent += writes.changes.values.map { ($0, takenNumbers - 1) }
        writes.queue(on: session)
        writes.clear()
        hasWritten = true
    }

    /// Numbers that enter the feed are taken behind its lock.
    private func takeNumber() {
        let entersFeed = writes.entersFeed && !isInFeed
        guard entersFeed || takenNumbers == 0 else { return }
        if entersFeed {
            lockFeed()
            isInFeed = true
        }
        takenNumbers += 1
        numberPlace = session.queue(StoreStatement.takeNumber.statement)
    }

    /// From here to its end no other transaction that enters the feed writes anything.
    func lockFeed() {
        guard !holdsFeed else { return }
        begin()
        holdsFeed = true
        session.queue(StoreStatement.lockFeed.statement)
    }

    /// Queues the end of the transaction.
    ///
    /// - Returns: the place of COMMIT in the batch; nil when there was nothing to carry out, so that it makes no
    ///   difference how it ends.
    func queueEnd(_ mark: CommitMark) -> Int? {
        sendWrites()
        sendForgotten()
        guard hasWritten else {
            if hasBegun { session.queue(StoreStatement.rollback.statement) }
            return nil
        }
        queue(.mark) { $0.uuid(mark.bytes) }
        if changesSets { queue(.countDescriptorSets) }
        if let channel = surroundings.channel {
            for statement in [(isInFeed, StoreStatement.notifyChange), (changesSets, .notifySets)] where statement.0 {
                queue(statement.1) {
                    $0.text(channel)
                    $0.text(surroundings.writer)
                }
            }
        }
        return queue(.commit)
    }
}

// MARK: - What came of it

extension PostgresTransaction {
    /// The number of this commit in the feed; nil when it is not in it.
    var commitNumber: Int64? {
        isInFeed ? numbers.last : nil
    }

    /// The rows as they are stored now.
    var written: [RecordColumns.Row] {
        sent.compactMap { change, index in
            guard numbers.indices.contains(index), let last = numbers.last else { return nil }
            // Rows are made behind the lock of the feed only, and with its number.
            let id = change.identity.id ?? FeedProgress.position(last, change.identity.place)
            let version = FeedProgress.position(numbers[index], change.version)
            return RecordColumns.Row(id: id, version: version, record: change.after)
        }
    }
}
