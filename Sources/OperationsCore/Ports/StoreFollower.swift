/// Who hears of what others do to a shared store; see ``OperationStore/follow(_:)``.
public protocol StoreFollower: Sendable {
    /// Others committed these changes: every one since the last call, at first since the store was opened, in the order
    /// of the feed; of an operation that changed several times perhaps only the last. Changes made through this store
    /// may be among them.
    func didChange(_ notices: [ChangeNotice])

    /// What others committed up to now was not told in full, or what was told may not hold any more: the store was put
    /// back to an earlier state, or another server took its place. Whatever is waited for must be looked up.
    func didLoseTrack()

    /// The sets of message types may be others than before; when following begins, others than when the store was opened.
    func didChangeDescriptorSets()

    /// ``OperationStore/fault`` came or went. It may be asked for inside this call.
    func didChangeFault()
}

/// What those who wait for a change must know of it; much less than the ``Change`` itself.
public struct ChangeNotice: Hashable, Sendable {
    /// Where the change stands in the feed.
    public let position: Int64
    public let name: OperationName
    /// Empty when the operation is gone.
    public let queue: String
    /// True for a member of the ready set.
    public let isReady: Bool
    /// True when it is done or gone, so that there is nothing more to wait for.
    public let isOver: Bool
    /// When time acts on it next: its due time; when it is done its expiry, when it is gone the end of its tombstone.
    public let nextTime: Timestamp?

    public init(
        position: Int64, name: OperationName, queue: String, isReady: Bool, isOver: Bool, nextTime: Timestamp?
    ) {
        self.position = position
        self.name = name
        self.queue = queue
        self.isReady = isReady
        self.isOver = isOver
        self.nextTime = nextTime
    }
}
