/// A store that can be read from end to end, and filled from another: what `longrun store check` and `copy` need.
///
/// Every sentence below is a promise; the cases named `archive` of the conformance kit prove each.
public protocol ArchivableStore: OperationStore {
    /// What the schema of the store consists of by now, oldest first; for people.
    func schemaVersions() async throws -> [String]

    /// The items of one kind whose keys come after `key`, in the order of ``ArchiveKey``: at least one, if there is one.
    ///
    /// Whoever goes on behind the last key until nothing comes has read each item once that was there throughout.
    ///
    /// - Parameter key: nil for the first page.
    func archive(
        _ kind: ArchiveKind, after key: ArchiveKey?, within bounds: ArchivePage.Bounds
    ) async throws -> [ArchiveItem]

    /// The key of the first item behind `key`, also when the item itself cannot be read; nil when there is none.
    func nextKey(of kind: ArchiveKind, after key: ArchiveKey?) async throws -> ArchiveKey?

    /// The feed without what changed: its places after a position, in order.
    func feedPlaces(after position: Int64, limit: Int) async throws -> [FeedPlace]

    /// No change stands behind this position in the feed, or ever stood there.
    func lastPosition() async throws -> Int64

    /// Which of these names are taken, and by what; the others are left out.
    func presence(of names: Set<OperationName>) async throws -> [OperationName: NamePresence]

    /// What is wrong in the way this store keeps things, each in a sentence: what no other store could have. Empty when
    /// all is well.
    func structuralFaults() async throws -> [String]

    /// True from ``beginLoading(secret:lastPosition:)`` to ``endLoading()``, also when the process ends in between.
    func isIncomplete() async throws -> Bool

    /// Takes over the secret of another store, and from then on gives out positions behind `lastPosition` only.
    ///
    /// - Parameter secret: 32 bytes.
    /// Nobody who opened the store before can change it from then on, in another process either.
    ///
    /// - Throws: ``ArchiveLoadingError`` unless the store is empty, and where it can be seen that a server uses it;
    ///   nothing changes then.
    func beginLoading(secret: [UInt8], lastPosition: Int64) async throws

    /// Puts in items as they are, past the rules of the lifecycle; durable together. Those of one kind come in the order
    /// of their keys, kinds in the order of ``ArchiveKind``.
    ///
    /// - Throws: ``ArchiveLoadingError/notBegun``, or ``ArchiveLoadingError/misfit(_:)`` when an item does not fit to
    ///   what is there.
    func load(_ items: [ArchiveItem]) async throws

    /// The store is whole now, and may be served from.
    func endLoading() async throws
}

/// Why a store cannot be filled.
public enum ArchiveLoadingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It holds something already, and nothing is ever overwritten.
    case notEmpty
    /// It holds a part of another store, because the copy ended before its end.
    case incomplete
    case notBegun
    /// A server uses it.
    case inUse
    /// An item does not fit: its key is taken, or the operation that it belongs to is missing. Says which.
    case misfit(String)

    public var description: String {
        switch self {
        case .notEmpty: "The store is not empty, and nothing is ever overwritten."
        case .incomplete: "The store holds a copy that was interrupted."
        case .notBegun: "The store is not being loaded."
        case .inUse: "The store is in use by a longrun server."
        case .misfit(let item): "The store cannot take \(item): its place is taken, or what it belongs to is missing."
        }
    }
}

/// A place of the change feed.
public struct FeedPlace: Hashable, Sendable {
    public let position: Int64
    public let name: OperationName

    public init(position: Int64, name: OperationName) {
        self.position = position
        self.name = name
    }
}

/// By what a name is taken.
public struct NamePresence: Hashable, Sendable {
    /// True when there is an operation of the name.
    public let isLive: Bool
    /// True when there is a tombstone of the name.
    public let hasTombstone: Bool
    /// The request id of the operation, or else of the tombstone.
    public let requestID: String?

    public init(isLive: Bool, hasTombstone: Bool, requestID: String?) {
        self.isLive = isLive
        self.hasTombstone = hasTombstone
        self.requestID = requestID
    }
}
