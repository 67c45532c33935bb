import OperationsCore

/// What a transaction has decided and not sent yet: one change for each operation, however many transitions led to it.
struct WriteSet {
    /// How the row of an operation is told from all others, whatever their names: by its id, or by its place among what
    /// this transaction wrote, from which the server makes the id.
    enum Identity: Hashable {
        case id(Int64)
        case place(Int64)
    }

    /// The change of one row.
    struct Change {
        let identity: Identity
        /// What is stored; nil when the row is new.
        let before: OperationRecord?
        var after: OperationRecord
        /// Of the last write.
        var place: Int64
        /// Of the last write that callers can see.
        var publicPlace: Int64?
    }

    struct Line {
        let identity: Identity
        let entry: HistoryEntry
    }

    struct Start {
        let key: RequestKey
        let name: OperationName
        let digest: ContentDigest
    }

    struct Grave {
        let tombstone: Tombstone
        let place: Int64
    }

    /// An operation that joined the ready set unseen by the feed.
    struct Readied {
        let record: OperationRecord
        let place: Int64
    }

    private(set) var changes: [OperationName: Change] = [:]
    /// The names in `changes`, in the order of their first change; some may be gone again.
    private(set) var order: [OperationName] = []
    /// What is stored of the operations that go.
    private(set) var removed: [OperationRecord] = []
    private(set) var graves: [Grave] = []
    private(set) var lines: [Line] = []
    private(set) var starts: [Start] = []
    private(set) var readied: [Readied] = []
    /// The place that was given last; places go on growing through the whole transaction.
    private(set) var lastPlace: Int64 = -1
    private(set) var isEmpty = true
    /// True when something must be told to those who follow the store.
    private(set) var entersFeed = false

    /// So many places a transaction has.
    static let mostPlaces: Int64 = 1 << 20

    /// Forgets what was sent.
    mutating func clear() {
        let place = lastPlace
        self = WriteSet()
        lastPlace = place
    }

    /// - Parameter identity: of the row that the transition changes; nil for a start.
    /// - Returns: the identity of the row.
    @discardableResult
    mutating func add(_ transition: Transition, to identity: Identity?) -> Identity? {
        guard let name = transition.name, !transition.isIdentity else { return identity }
        isEmpty = false
        lastPlace += 1
        entersFeed = entersFeed || transition.isPublic || transition.tombstone != nil
        let identity = identity ?? .place(lastPlace)
        if let entry = transition.entry { lines.append(Line(identity: identity, entry: entry)) }
        if let after = transition.after {
            keep(after, of: transition, named: name, identity)
        } else {
            remove(name, transition)
        }
        return identity
    }

    private mutating func keep(
        _ after: OperationRecord, of transition: Transition, named name: OperationName, _ identity: Identity
    ) {
        noteReadied(transition, after)
        if transition.before == nil { noteStart(transition, after) }
        if changes[name] != nil {
            changes[name]?.after = after
            changes[name]?.place = lastPlace
            if transition.isPublic { changes[name]?.publicPlace = lastPlace }
            return
        }
        order.append(name)
        changes[name] = Change(
            identity: identity, before: transition.before, after: after, place: lastPlace,
            publicPlace: transition.isPublic ? lastPlace : nil)
    }

    private mutating func remove(_ name: OperationName, _ transition: Transition) {
        let change = changes.removeValue(forKey: name)
        // A row that is new in this set was never stored.
        if let stored = change?.before ?? (change == nil ? transition.before : nil) { removed.append(stored) }
        if let tombstone = transition.tombstone { graves.append(Grave(tombstone: tombstone, place: lastPlace)) }
    }

    private mutating func noteReadied(_ transition: Transition, _ after: OperationRecord) {
        guard !transition.isPublic, after.isReady, transition.before?.isReady == false else { return }
        entersFeed = true
        readied.append(Readied(record: after, place: lastPlace))
    }

    private mutating func noteStart(_ transition: Transition, _ record: OperationRecord) {
        guard let requestID = record.requestID, let digest = transition.requestDigest else { return }
        let key = RequestKey(parent: record.name.parent, requestID: requestID)
        starts.append(Start(key: key, name: record.name, digest: digest))
    }
}

extension WriteSet.Change {
    /// The place that makes the version of its row: a new row has that of its position.
    var version: Int64 {
        before == nil ? publicPlace ?? place : place
    }

    /// True when nothing differs but what the short statement writes: a lease extension, or joining the ready set.
    var isTouch: Bool {
        guard publicPlace == nil, let before else { return false }
        var copy = before
        copy.isReady = after.isReady
        if let time = after.lease?.expireTime { copy.lease?.expireTime = time }
        return copy == after
    }
}
