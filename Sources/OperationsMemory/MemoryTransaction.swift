import OperationsCore

/// One transaction: works on the state itself and can take every step back.
final class MemoryTransaction: StoreTransaction {
    let now: Timestamp
    private(set) var state: MemoryState
    private var undos: [MemoryState.Undo] = []
    /// Set by the first conflict; the transaction is lost then, also when the body goes on.
    private(set) var conflict: StoreConflict?

    init(state: MemoryState, now: Timestamp) {
        self.state = state
        self.now = now
    }

    func rollBack() {
        while let undo = undos.popLast() { state.takeBack(undo) }
    }

    func lookup(_ names: Set<OperationName>) throws -> [OperationName: Lookup] {
        Dictionary(uniqueKeysWithValues: names.map { ($0, state.lookup($0)) })
    }

    func rememberedStarts(_ keys: Set<RequestKey>) throws -> [RequestKey: RememberedStart] {
        var found: [RequestKey: RememberedStart] = [:]
        for key in keys { found[key] = state.starts[key] }
        return found
    }

    func ready(_ selector: LeaseSelector, limit: Int, byteLimit: Int) throws -> RecordBatch {
        state.ready(selector, RecordBatch(limit: limit, byteLimit: byteLimit))
    }

    func due(limit: Int, byteLimit: Int) throws -> [OperationRecord] {
        state.gather(state.indexes.due, at: now, into: RecordBatch(limit: limit, byteLimit: byteLimit))
    }

    func expired(limit: Int, byteLimit: Int) throws -> [OperationRecord] {
        state.gather(state.indexes.expiries, at: now, into: RecordBatch(limit: limit, byteLimit: byteLimit))
    }

    func nextDueTime() throws -> Timestamp? {
        state.indexes.due.first?.time
    }

    func nextExpiry() throws -> Timestamp? {
        state.nextExpiry
    }

    func purgeTombstones(limit: Int) throws -> Int {
        let over = state.indexes.purges.prefix(limit).prefix { $0.time <= now }
        for key in over { purge(key.name) }
        return over.count
    }

    func write(_ transitions: [Transition]) throws {
        for transition in transitions where !transition.isIdentity {
            do {
                try write(transition)
            } catch let error as StoreConflict {
                conflict = conflict ?? error
                throw error
            }
        }
    }

    func descriptorSets() throws -> [DescriptorSet] {
        state.orderedDescriptorSets
    }

    func put(_ set: DescriptorSet) throws {
        undos.append(state.setDescriptorSet(set, for: set.id))
    }

    func removeDescriptorSet(_ id: String) throws -> Bool {
        guard state.descriptorSets[id] != nil else { return false }
        undos.append(state.setDescriptorSet(nil, for: id))
        return true
    }

    func policy(of resource: String) throws -> Policy? {
        state.policies[resource]
    }

    func put(_ policy: Policy, of resource: String) throws {
        undos.append(state.setPolicy(policy, of: resource))
    }

    func removePolicy(of resource: String) throws {
        guard state.policies[resource] != nil else { return }
        undos.append(state.setPolicy(nil, of: resource))
    }

    private func write(_ transition: Transition) throws {
        guard let name = transition.name else { return }
        let stored = state.entries[name]
        guard stored?.record == transition.before, stored != nil || state.graves[name] == nil else {
            throw StoreConflict(name: name)
        }
        guard let record = transition.after else {
            return try bury(transition, name)
        }
        var entry = stored ?? MemoryEntry(record: record, sequence: nextSequence(), position: 0, history: [])
        entry.record = record
        if transition.isPublic { entry.position = nextPosition() }
        if let line = transition.entry { entry.history.append(line) }
        undos.append(state.setEntry(entry, for: name))
        if stored == nil { try remember(transition, record) }
    }

    private func remember(_ transition: Transition, _ record: OperationRecord) throws {
        guard let requestID = record.requestID, let digest = transition.requestDigest else { return }
        let key = RequestKey(parent: record.name.parent, requestID: requestID)
        guard state.starts[key] == nil else { throw StoreConflict(name: record.name) }
        undos.append(state.setStart(RememberedStart(name: record.name, digest: digest), for: key))
    }

    private func bury(_ transition: Transition, _ name: OperationName) throws {
        undos.append(state.setEntry(nil, for: name))
        try removePolicy(of: name.text)
        guard let tombstone = transition.tombstone else { return }
        undos.append(state.setGrave(MemoryGrave(tombstone: tombstone, position: nextPosition()), for: name))
    }

    private func purge(_ name: OperationName) {
        if let requestID = state.graves[name]?.tombstone.requestID {
            undos.append(state.setStart(nil, for: RequestKey(parent: name.parent, requestID: requestID)))
        }
        undos.append(state.setGrave(nil, for: name))
    }

    private func nextSequence() -> Int64 {
        var counters = state.counters
        counters.sequence += 1
        undos.append(state.setCounters(counters))
        return counters.sequence
    }

    private func nextPosition() -> Int64 {
        var counters = state.counters
        counters.position += 1
        undos.append(state.setCounters(counters))
        return counters.position
    }
}
