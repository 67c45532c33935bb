import OperationsCore

/// All that the store holds: dictionaries, and the orders derived from them.
struct MemoryState: Sendable {
    private(set) var entries: [OperationName: MemoryEntry] = [:]
    private(set) var graves: [OperationName: MemoryGrave] = [:]
    private(set) var starts: [RequestKey: RememberedStart] = [:]
    private(set) var descriptorSets: [String: DescriptorSet] = [:]
    private(set) var policies: [String: Policy] = [:]
    private(set) var indexes = MemoryIndexes()
    private(set) var counters = Counters()
    /// True while another store is being copied into this one.
    private(set) var isLoading = false

    /// Numbers that only grow.
    struct Counters: Sendable {
        var sequence: Int64 = 0
        var position: Int64 = 0
    }

    /// What one step replaced, so that it can be taken back.
    enum Undo: Sendable {
        case entry(OperationName, MemoryEntry?)
        case grave(OperationName, MemoryGrave?)
        case start(RequestKey, RememberedStart?)
        case descriptorSet(String, DescriptorSet?)
        case policy(String, Policy?)
        case counters(Counters)
    }

    mutating func setEntry(_ entry: MemoryEntry?, for name: OperationName) -> Undo {
        let old = entries[name]
        indexes.replace(old, by: entry)
        entries[name] = entry
        return .entry(name, old)
    }

    mutating func setGrave(_ grave: MemoryGrave?, for name: OperationName) -> Undo {
        let old = graves[name]
        if let old { indexes.remove(old) }
        if let grave { indexes.add(grave) }
        graves[name] = grave
        return .grave(name, old)
    }

    mutating func setStart(_ start: RememberedStart?, for key: RequestKey) -> Undo {
        let old = starts[key]
        starts[key] = start
        return .start(key, old)
    }

    mutating func setDescriptorSet(_ set: DescriptorSet?, for id: String) -> Undo {
        let old = descriptorSets[id]
        descriptorSets[id] = set
        return .descriptorSet(id, old)
    }

    mutating func setPolicy(_ policy: Policy?, of resource: String) -> Undo {
        let old = policies[resource]
        policies[resource] = policy
        return .policy(resource, old)
    }

    mutating func setCounters(_ new: Counters) -> Undo {
        let old = counters
        counters = new
        return .counters(old)
    }

    mutating func beginLoading(behind position: Int64) {
        counters.position = max(counters.position, position)
        isLoading = true
    }

    mutating func endLoading() {
        isLoading = false
    }

    mutating func takeBack(_ undo: Undo) {
        switch undo {
        case .entry(let name, let entry): _ = setEntry(entry, for: name)
        case .grave(let name, let grave): _ = setGrave(grave, for: name)
        case .start(let key, let start): _ = setStart(start, for: key)
        case .descriptorSet(let id, let set): _ = setDescriptorSet(set, for: id)
        case .policy(let resource, let policy): _ = setPolicy(policy, of: resource)
        case .counters(let counters): _ = setCounters(counters)
        }
    }
}
