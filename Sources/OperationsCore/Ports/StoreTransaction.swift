/// What can be done inside ``OperationStore/transact(_:)``: sets in, sets out, so that a store far away needs few
/// round trips.
public protocol StoreTransaction {
    /// The store's time; the same throughout the transaction.
    var now: Timestamp { get }

    func lookup(_ names: Set<OperationName>) throws -> [OperationName: Lookup]

    /// The starts that are remembered under these request ids.
    func rememberedStarts(_ keys: Set<RequestKey>) throws -> [RequestKey: RememberedStart]

    /// Members of the ready set: higher priority first, then those that were ready earlier, then by creation.
    ///
    /// - Parameter byteLimit: as of ``due(limit:byteLimit:)``; the first that did not fit is the batch's leftover.
    func ready(_ selector: LeaseSelector, limit: Int, byteLimit: Int) throws -> RecordBatch

    /// Unfinished operations whose due time has come, the earliest first.
    ///
    /// - Parameter byteLimit: the answer ends before the record that would make it exceed so many bytes
    ///   (``OperationRecord/fullSize``); it always holds one.
    func due(limit: Int, byteLimit: Int) throws -> [OperationRecord]

    /// Finished operations whose expire time has come, the earliest first.
    ///
    /// - Parameter byteLimit: as of ``due(limit:byteLimit:)``.
    func expired(limit: Int, byteLimit: Int) throws -> [OperationRecord]

    /// Forgets tombstones whose time is over, and the request ids kept with them.
    ///
    /// - Returns: how many went.
    func purgeTombstones(limit: Int) throws -> Int

    /// When the next unfinished operation is due.
    func nextDueTime() throws -> Timestamp?

    /// When the next finished operation expires or the next tombstone is over.
    func nextExpiry() throws -> Timestamp?

    /// Writes transitions, in order. The `before` of each must be what is stored, and a new name must be free: it has
    /// neither record nor tombstone, and its request id is not remembered.
    ///
    /// The policy of an operation that is removed goes with it, whatever removes it.
    ///
    /// - Throws: ``StoreConflict``; the whole transaction is lost then, also when the body goes on.
    func write(_ transitions: [Transition]) throws

    /// The sets of message types that were added, by their ids.
    func descriptorSets() throws -> [DescriptorSet]

    /// Keeps a set, in place of one of the same id.
    func put(_ set: DescriptorSet) throws

    /// - Returns: false when there is no set of that id.
    func removeDescriptorSet(_ id: String) throws -> Bool

    /// The policy of a resource; nil when it has none.
    ///
    /// - Parameter resource: the full name of an operation, or of a parent.
    func policy(of resource: String) throws -> Policy?

    /// Keeps a policy as it is, in place of the one that the resource had. Whether there is such a resource is for the
    /// caller to know.
    func put(_ policy: Policy, of resource: String) throws

    /// Forgets the policy of a resource, if it has one.
    func removePolicy(of resource: String) throws
}

extension StoreTransaction {
    /// ``ready(_:limit:byteLimit:)`` within ``Limits/sweepByteSize``.
    public func ready(_ selector: LeaseSelector, limit: Int) throws -> [OperationRecord] {
        try ready(selector, limit: limit, byteLimit: Limits.sweepByteSize).records
    }

    /// ``due(limit:byteLimit:)`` within ``Limits/sweepByteSize``.
    public func due(limit: Int) throws -> [OperationRecord] {
        try due(limit: limit, byteLimit: Limits.sweepByteSize)
    }

    /// ``expired(limit:byteLimit:)`` within ``Limits/sweepByteSize``.
    public func expired(limit: Int) throws -> [OperationRecord] {
        try expired(limit: limit, byteLimit: Limits.sweepByteSize)
    }
}

/// A transition did not fit what was stored; a fault of the caller, who must read and write in one transaction.
public struct StoreConflict: Error, Hashable, Sendable {
    public let name: OperationName

    public init(name: OperationName) {
        self.name = name
    }
}

/// A request id and the parent it is scoped to.
public struct RequestKey: Hashable, Sendable {
    public let parent: Parent
    public let requestID: String

    public init(parent: Parent, requestID: String) {
        self.parent = parent
        self.requestID = requestID
    }
}

/// The start that a request id stands for.
public struct RememberedStart: Hashable, Sendable {
    public let name: OperationName
    public let digest: ContentDigest

    public init(name: OperationName, digest: ContentDigest) {
        self.name = name
        self.digest = digest
    }
}

/// Which ready operations a worker takes.
public struct LeaseSelector: Hashable, Sendable {
    /// Operations of this parent and of all below it; the root means all.
    public var scope: Parent
    /// Empty: any queue.
    public var queues: Set<String>
    /// Empty: any name.
    public var names: Set<OperationName>

    public init(scope: Parent = .root, queues: Set<String> = [], names: Set<OperationName> = []) {
        self.scope = scope
        self.queues = queues
        self.names = names
    }

    public func matches(_ record: OperationRecord) -> Bool {
        matches(record.name, inQueue: record.queue)
    }

    public func matches(_ name: OperationName, inQueue queue: String) -> Bool {
        (queues.isEmpty || queues.contains(queue)) && (names.isEmpty || names.contains(name))
            && name.parent.isWithin(scope)
    }
}
