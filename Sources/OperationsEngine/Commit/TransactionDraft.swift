import OperationsCore

/// What ``TransactionDraft/nextReady(_:fitting:)`` found.
enum ReadyCandidate {
    case taken(OperationRecord)
    case tooLarge(OperationRecord)
}

/// A transaction in the making: what the store holds, overlaid with what this batch has decided so far.
struct TransactionDraft {
    /// How many jobs share the transaction.
    let jobCount: Int
    private(set) var transitions: [Transition] = []
    private let transaction: any StoreTransaction
    private let clock: StoreTime?
    /// By this node's clock.
    private let begun: Timestamp?
    private var knownNow: Timestamp?
    /// By how much the store's clock is ahead; nil when nobody asked for the time, or the answer took too long.
    private(set) var lead: Duration?
    private var lookups: [OperationName: Lookup]
    private let obstacles: [OperationName: ServiceError]
    private var starts: [RequestKey: RememberedStart]
    private var candidates: [LeaseSelector: CandidateList] = [:]
    private var wanted: [LeaseSelector: Int] = [:]

    /// Payloads can be big, so no more records than this are read at first for those who ask for many.
    private static let firstFetch = 200

    /// The ready operations that a selector found, in the order in which they are to be leased.
    private struct CandidateList {
        let batch: RecordBatch
        var index = 0
        let limit: Int
    }

    /// - Parameters:
    ///   - known: records from the cache, which need not be read again.
    ///   - obstacles: operations that must not be read, and what whoever needs them is told.
    ///   - clock: says by how much the store's is ahead.
    init(
        _ transaction: any StoreTransaction, jobs: [CommitJob], known: [OperationName: Lookup],
        obstacles: [OperationName: ServiceError] = [:], clock: StoreTime? = nil
    ) throws {
        self.transaction = transaction
        self.clock = clock
        begun = clock?.local.now
        jobCount = jobs.count
        self.obstacles = obstacles
        lookups = known
        var names: Set<OperationName> = []
        var requests: Set<RequestKey> = []
        for job in jobs {
            names.formUnion(job.reads.names)
            requests.formUnion(job.reads.requests)
            if let selector = job.reads.selector { wanted[selector, default: 0] += job.reads.wanted }
        }
        starts = requests.isEmpty ? [:] : try transaction.rememberedStarts(requests)
        names.formUnion(starts.values.map(\.name))
        // All at once, so that the store can lock them in one order: other nodes may want the same.
        names = names.filter { known[$0] == nil && obstacles[$0] == nil }
        if !names.isEmpty { lookups.merge(try transaction.lookup(names)) { known, _ in known } }
    }

    /// The store's time. Asked for after the first reads: a store far away sends it along with them, and it is later than
    /// what they found.
    var now: Timestamp {
        mutating get {
            if let knownNow { return knownNow }
            let now = transaction.now
            lead = clock?.lead(at: now, askedAt: begun)
            knownNow = now
            return now
        }
    }

    mutating func lookup(_ name: OperationName) throws -> Lookup {
        if let known = lookups[name] { return known }
        if let obstacle = obstacles[name] { throw obstacle }
        let found = try transaction.lookup([name])[name] ?? .unknown
        lookups[name] = found
        return found
    }

    /// Runs one command through the lifecycle.
    ///
    /// - Returns: the record afterwards; nil when the operation is gone.
    @discardableResult
    mutating func apply(_ command: Command, to name: OperationName) throws -> OperationRecord? {
        let record = try lookup(name).record(named: name)
        let transition = try Lifecycle.apply(command, to: record, at: now)
        keep(transition)
        return transition.after
    }

    /// Starts an operation, or finds the one that the same request id named before.
    ///
    /// A name that the server made is free; only one that the caller chose is looked up.
    mutating func start(
        _ request: StartRequest, as name: OperationName, digest: ContentDigest, defaultTimeToLive: Duration
    ) throws -> OperationRecord? {
        let key = request.requestID.map { RequestKey(parent: request.parent, requestID: $0) }
        if let key, let earlier = starts[key] {
            return try repeated(earlier, digest: digest)
        }
        if request.operationID != nil, try lookup(name) != .unknown { throw ServiceError.alreadyExists(name) }
        let transition = try Lifecycle.start(
            request, as: name, digest: key == nil ? nil : digest, defaultTimeToLive: defaultTimeToLive, at: now)
        keep(transition)
        if let key { starts[key] = RememberedStart(name: name, digest: digest) }
        return transition.after
    }

    /// The operation that the same request id named before (AIP-155).
    private mutating func repeated(_ earlier: RememberedStart, digest: ContentDigest) throws -> OperationRecord {
        let record = try lookup(earlier.name).record(named: earlier.name)
        guard earlier.digest == digest else {
            throw ServiceError.invalid(
                "request_id",
                "This id was used before with other content, for operation '\(earlier.name)'; use a new UUID.",
                reason: .requestIDConflict)
        }
        return record
    }

    /// The next ready operation that the selector finds and that this batch has not touched.
    ///
    /// More than ``Limits/sweepByteSize`` is not read at once; what lies behind is too large for this transaction.
    ///
    /// - Parameter fits: when it says no, the operation stays the next one.
    mutating func nextReady(
        _ selector: LeaseSelector, fitting fits: (OperationRecord) -> Bool
    ) throws -> ReadyCandidate? {
        var list = try candidates[selector] ?? fetch(selector, limit: min(wanted[selector] ?? 1, Self.firstFetch))
        defer { candidates[selector] = list }
        while true {
            while list.index < list.batch.records.count {
                if let record = untouched(list.batch.records[list.index]) {
                    guard fits(record) else { return .tooLarge(record) }
                    list.index += 1
                    return .taken(record)
                }
                list.index += 1
            }
            if let leftover = list.batch.leftover { return .tooLarge(leftover) }
            guard list.batch.records.count >= list.limit else { return nil }
            list = try fetch(selector, limit: list.limit * 2)
        }
    }

    /// The record as this batch knows it, if it is still ready.
    private mutating func untouched(_ record: OperationRecord) -> OperationRecord? {
        switch lookups[record.name] {
        case nil:
            lookups[record.name] = .live(record)
            return record
        case .live(let known): return known.isReady ? known : nil
        case .gone, .unknown: return nil
        }
    }

    private func fetch(_ selector: LeaseSelector, limit: Int) throws -> CandidateList {
        let batch = try transaction.ready(selector, limit: limit, byteLimit: Limits.sweepByteSize)
        return CandidateList(batch: batch, limit: limit)
    }

    /// Nil when the store found none.
    mutating func due(limit: Int) throws -> [OperationRecord]? {
        current(try transaction.due(limit: limit))
    }

    /// Nil when the store found none.
    mutating func expired(limit: Int, byteLimit: Int) throws -> [OperationRecord]? {
        current(try transaction.expired(limit: limit, byteLimit: byteLimit))
    }

    /// The records as this batch knows them, without those that it has removed.
    private mutating func current(_ records: [OperationRecord]) -> [OperationRecord]? {
        guard !records.isEmpty else { return nil }
        return records.compactMap { record in
            guard case .live(let current) = lookups[record.name] ?? .live(record) else { return nil }
            lookups[record.name] = .live(current)
            return current
        }
    }

    func purgeTombstones(limit: Int) throws -> Int {
        try transaction.purgeTombstones(limit: limit)
    }

    func nextDueTime() throws -> Timestamp? {
        try transaction.nextDueTime()
    }

    func nextExpiry() throws -> Timestamp? {
        try transaction.nextExpiry()
    }

    /// Marks a point to which ``rollBack(to:)`` returns.
    var mark: Int { transitions.count }

    mutating func rollBack(to mark: Int) {
        while transitions.count > mark, let undone = transitions.popLast(), let name = undone.name {
            lookups[name] = undone.before.map(Lookup.live) ?? .unknown
            if undone.before == nil, let requestID = undone.after?.requestID {
                starts[RequestKey(parent: name.parent, requestID: requestID)] = nil
            }
        }
    }

    private mutating func keep(_ transition: Transition) {
        guard !transition.isIdentity, let name = transition.name else { return }
        transitions.append(transition)
        if let record = transition.after {
            lookups[name] = .live(record)
        } else if let tombstone = transition.tombstone {
            lookups[name] = .gone(tombstone)
        }
    }
}
