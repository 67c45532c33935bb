/// Where operations live: remembers what the lifecycle decided, and decides nothing.
///
/// Every sentence below is a promise; the conformance kit in `OperationsTestKit` proves each for every store.
///
/// - A transaction is atomic, and it is durable before ``transact(_:)`` returns.
/// - Transactions run one after the other; each sees all earlier ones.
/// - Reads never see part of a transaction, and a read that begins after ``transact(_:)`` returned sees it.
public protocol OperationStore: Sendable {
    /// Runs `body` in one transaction; when it throws, nothing of it remains.
    ///
    /// The transaction is carried through although the calling task is cancelled. A store that others write to may run
    /// `body` several times, each on a new transaction, when others came between; only the last run counts.
    ///
    /// - Throws: what `body` throws, or ``StoreFailure``.
    func transact<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws -> Value
    ) async throws -> Value

    /// The record of that name, its tombstone, or nothing.
    func lookup(_ name: OperationName) async throws -> Lookup

    /// One page of the records that lie in the scope and that the filter keeps, whole and in the order asked.
    ///
    /// Whoever goes on behind `next` until there is none finds once each record that is there throughout, whatever comes
    /// and goes meanwhile; in the order of end_time, an operation that ends moves. A page may end early, even empty,
    /// when it holds enough bytes or looking has cost enough; only the one without `next` is the last.
    func list(_ query: ListQuery) async throws -> ListPage

    /// The history of an operation that exists, oldest first, from the first entry after `revision` on.
    func history(of name: OperationName, after revision: Int64, limit: Int) async throws -> [HistoryEntry]

    /// The change feed: each operation that changed after `position`, once, in the order of its last public change.
    func changes(after position: Int64, limit: Int) async throws -> [Change]

    /// The sets of message types that were added, by their ids.
    func descriptorSets() async throws -> [DescriptorSet]

    /// The policy of a resource; nil when it has none.
    ///
    /// - Parameter resource: the full name of an operation, or of a parent.
    func policy(of resource: String) async throws -> Policy?

    /// A secret of 32 bytes, made when the store was created and the same ever after.
    func secret() async throws -> [UInt8]

    /// Nil while the store takes writes; else why it does not.
    var fault: StoreFailure? { get }

    /// True when other processes may write to the same store, so that what was read before may be out of date.
    var isShared: Bool { get }

    /// Tells what others commit, and when ``fault`` changes by itself; returns when the task is cancelled.
    ///
    /// A store must be followed to be kept in order: this is also where it does what must be done from time to time.
    func follow(_ follower: any StoreFollower) async
}

extension OperationStore {
    /// A store of one process is not shared, and has nothing to tell.
    public var isShared: Bool { false }

    public func follow(_ follower: any StoreFollower) async {}
}

/// What a store knows of a name.
public enum Lookup: Hashable, Sendable {
    case live(OperationRecord)
    case gone(Tombstone)
    case unknown

    /// The record, or the error that its absence means for a caller.
    ///
    /// - Parameter name: the name that was looked up.
    public func record(named name: OperationName) throws(ServiceError) -> OperationRecord {
        switch self {
        case .live(let record): return record
        case .gone(let tombstone): throw .gone(tombstone)
        case .unknown: throw .notFound(name)
        }
    }
}

/// One entry of the change feed.
public struct Change: Hashable, Sendable {
    /// Grows through the whole store; not the operation's revision.
    public let position: Int64
    public let name: OperationName
    /// Nil when the operation was deleted or has expired.
    public let record: OperationRecord?

    public init(position: Int64, name: OperationName, record: OperationRecord?) {
        self.position = position
        self.name = name
        self.record = record
    }
}

/// Why a store did not do what it was asked.
public enum StoreFailure: Error, Hashable, Sendable {
    /// Out of reach or busy; the same call may succeed later.
    case unavailable(String)
    /// The disk is full; nothing was written, reads go on.
    case full(String)
    /// A write or fsync failed, so that what the disk holds is uncertain; no more writes until a restart.
    case broken(String)
    /// The answer to a commit was lost, and so far nobody could be asked whether it was carried out.
    case outcomeUnknown(String)
    /// The store answers, and cannot be used until somebody acts; the text is for the log.
    case obstructed(StoreObstacle, detail: String)
    /// What is stored of these operations cannot be read; it stays so, and only they are concerned.
    case damaged(String, names: Set<OperationName>)
    /// Somebody else holds these operations for longer than can be waited for; only they are concerned.
    case held(String, names: Set<OperationName>)

    /// For people.
    public var sentence: String {
        switch self {
        case .unavailable(let sentence), .full(let sentence), .broken(let sentence), .outcomeUnknown(let sentence):
            sentence
        case .damaged(let sentence, let names), .held(let sentence, let names):
            names.isEmpty ? sentence : "\(sentence) (\(names.map(\.text).sorted().joined(separator: ", ")))"
        case .obstructed(let obstacle, let detail):
            detail.isEmpty ? obstacle.sentence : "\(obstacle.sentence) (\(detail))"
        }
    }

    /// The operations that alone stand in the way of a transaction or a read; none: it is the store as a whole.
    public var names: Set<OperationName> {
        switch self {
        case .damaged(_, let names), .held(_, let names): names
        case .unavailable, .full, .broken, .outcomeUnknown, .obstructed: []
        }
    }
}
