/// The kinds of things that a store keeps, in the order in which they are copied: what an item belongs to comes first.
public enum ArchiveKind: String, Sendable, CaseIterable {
    case operations, history, tombstones, starts, descriptorSets, policies
}

/// One thing that a store keeps, whole, as it goes from one store into another.
public enum ArchiveItem: Hashable, Sendable {
    case operation(ArchivedOperation)
    case history(ArchivedHistoryEntry)
    case tombstone(ArchivedTombstone)
    case start(ArchivedStart)
    case descriptorSet(DescriptorSet)
    case policy(ArchivedPolicy)

    public var kind: ArchiveKind {
        switch self {
        case .operation: .operations
        case .history: .history
        case .tombstone: .tombstones
        case .start: .starts
        case .descriptorSet: .descriptorSets
        case .policy: .policies
        }
    }

    /// Where it stands among its kind.
    public var key: ArchiveKey {
        switch self {
        case .operation(let operation): ArchiveKey(operation.record.name.text)
        case .history(let line): ArchiveKey(line.name.text, number: line.entry.revision)
        case .tombstone(let grave): ArchiveKey(grave.tombstone.name.text)
        case .start(let start): ArchiveKey(start.key.parent.text, start.key.requestID)
        case .descriptorSet(let set): ArchiveKey(set.id)
        case .policy(let policy): ArchiveKey(policy.resource)
        }
    }

    /// About what it takes in memory, in bytes.
    public var size: Int {
        switch self {
        case .operation(let operation): operation.record.fullSize
        case .history(let line): line.entry.size + line.name.text.utf8.count
        case .tombstone(let grave): grave.tombstone.name.text.utf8.count + 128
        case .start(let start): start.key.parent.text.utf8.count + start.start.name.text.utf8.count + 128
        case .descriptorSet(let set): set.content.count + set.id.utf8.count
        case .policy(let policy): policy.size
        }
    }
}

/// A record, and what the store knows besides.
public struct ArchivedOperation: Hashable, Sendable {
    public var record: OperationRecord
    /// From 1 up to, not including, 2^60; greater than that of every operation that was started before. The last word in
    /// the order of the ready set.
    public var creationNumber: Int64
    /// Where its last public change stands in the feed.
    public var position: Int64

    public init(record: OperationRecord, creationNumber: Int64, position: Int64) {
        self.record = record
        self.creationNumber = creationNumber
        self.position = position
    }
}

/// One line of the history of an operation that exists.
public struct ArchivedHistoryEntry: Hashable, Sendable {
    public var name: OperationName
    public var entry: HistoryEntry

    public init(name: OperationName, entry: HistoryEntry) {
        self.name = name
        self.entry = entry
    }
}

/// A tombstone, and where the removal stands in the feed.
public struct ArchivedTombstone: Hashable, Sendable {
    public var tombstone: Tombstone
    public var position: Int64

    public init(tombstone: Tombstone, position: Int64) {
        self.tombstone = tombstone
        self.position = position
    }
}

/// A request id, and the start that it stands for.
public struct ArchivedStart: Hashable, Sendable {
    public var key: RequestKey
    public var start: RememberedStart

    public init(key: RequestKey, start: RememberedStart) {
        self.key = key
        self.start = start
    }
}

/// A policy, and the full name of what it stands at.
public struct ArchivedPolicy: Hashable, Sendable {
    public var resource: String
    public var policy: Policy

    public init(resource: String, policy: Policy) {
        self.resource = resource
        self.policy = policy
    }

    fileprivate var size: Int {
        let bindings = policy.bindings.reduce(0) { size, binding in
            binding.members.reduce(size + binding.role.utf8.count + 64) { $0 + $1.utf8.count }
        }
        return bindings + 256 * policy.auditConfigs.count + resource.utf8.count
    }
}
