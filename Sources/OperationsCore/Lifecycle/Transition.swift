/// One atomic change of a record, as the lifecycle decided it and as a store writes it.
public struct Transition: Hashable, Sendable {
    /// Nil: the operation is new.
    public let before: OperationRecord?
    /// Nil: the operation disappears, and ``tombstone`` remains.
    public let after: OperationRecord?
    public let tombstone: Tombstone?
    /// What the history remembers of it.
    public let entry: HistoryEntry?
    /// Of a start that had a request id: the fingerprint of its content.
    public let requestDigest: ContentDigest?

    public init(
        before: OperationRecord?, after: OperationRecord?, tombstone: Tombstone? = nil, entry: HistoryEntry? = nil,
        requestDigest: ContentDigest? = nil
    ) {
        self.before = before
        self.after = after
        self.tombstone = tombstone
        self.entry = entry
        self.requestDigest = requestDigest
    }

    /// True when there is nothing to write.
    public var isIdentity: Bool { before == after && tombstone == nil }

    /// True when callers can see the change: it has a new revision, or the operation is gone. Only these enter the
    /// change feed; a bare lease extension does not.
    public var isPublic: Bool { before?.revision != after?.revision }

    /// The operation the transition is about.
    public var name: OperationName? { after?.name ?? before?.name }
}
