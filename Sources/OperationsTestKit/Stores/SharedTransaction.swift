import OperationsCore

/// A transaction that passes over what others have locked.
final class SharedTransaction: StoreTransaction {
    private let base: any StoreTransaction
    private let locked: Set<OperationName>
    private(set) var changesSets = false

    init(base: any StoreTransaction, locked: Set<OperationName>) {
        self.base = base
        self.locked = locked
    }

    var now: Timestamp { base.now }

    func lookup(_ names: Set<OperationName>) throws -> [OperationName: Lookup] {
        try base.lookup(names)
    }

    func rememberedStarts(_ keys: Set<RequestKey>) throws -> [RequestKey: RememberedStart] {
        try base.rememberedStarts(keys)
    }

    func ready(_ selector: LeaseSelector, limit: Int, byteLimit: Int) throws -> RecordBatch {
        unlocked(try base.ready(selector, limit: limit + locked.count, byteLimit: .max).records, limit, byteLimit)
    }

    func due(limit: Int, byteLimit: Int) throws -> [OperationRecord] {
        unlocked(try base.due(limit: limit + locked.count, byteLimit: .max), limit, byteLimit).records
    }

    func expired(limit: Int, byteLimit: Int) throws -> [OperationRecord] {
        unlocked(try base.expired(limit: limit + locked.count, byteLimit: .max), limit, byteLimit).records
    }

    private func unlocked(_ records: [OperationRecord], _ limit: Int, _ byteLimit: Int) -> RecordBatch {
        var batch = RecordBatch(limit: limit, byteLimit: byteLimit)
        for record in records where !locked.contains(record.name) {
            guard batch.offer(record) else { break }
        }
        return batch
    }

    func purgeTombstones(limit: Int) throws -> Int {
        try base.purgeTombstones(limit: limit)
    }

    func nextDueTime() throws -> Timestamp? {
        try base.nextDueTime()
    }

    func nextExpiry() throws -> Timestamp? {
        try base.nextExpiry()
    }

    func write(_ transitions: [Transition]) throws {
        try base.write(transitions)
    }

    func descriptorSets() throws -> [DescriptorSet] {
        try base.descriptorSets()
    }

    func put(_ set: DescriptorSet) throws {
        changesSets = true
        try base.put(set)
    }

    func removeDescriptorSet(_ id: String) throws -> Bool {
        changesSets = true
        return try base.removeDescriptorSet(id)
    }

    func policy(of resource: String) throws -> Policy? {
        try base.policy(of: resource)
    }

    func put(_ policy: Policy, of resource: String) throws {
        try base.put(policy, of: resource)
    }

    func removePolicy(of resource: String) throws {
        try base.removePolicy(of: resource)
    }
}
