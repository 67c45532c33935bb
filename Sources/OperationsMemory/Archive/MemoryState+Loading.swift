import OperationsCore

/// Taking in what another store held.
extension MemoryState {
    mutating func load(_ item: ArchiveItem) throws(ArchiveLoadingError) {
        switch item {
        case .operation(let operation): try load(operation)
        case .history(let line): try load(line)
        case .tombstone(let grave): try load(grave)
        case .start(let start):
            guard starts[start.key] == nil else { throw .misfit("the request id '\(start.key.requestID)'") }
            _ = setStart(start.start, for: start.key)
        case .descriptorSet(let set):
            guard descriptorSets[set.id] == nil else { throw .misfit("'\(set.name)'") }
            _ = setDescriptorSet(set, for: set.id)
        case .policy(let policy):
            guard policies[policy.resource] == nil else { throw .misfit("the policy of '\(policy.resource)'") }
            _ = setPolicy(policy.policy, of: policy.resource)
        }
    }

    private mutating func load(_ operation: ArchivedOperation) throws(ArchiveLoadingError) {
        let name = operation.record.name
        guard entries[name] == nil else { throw .misfit("the operation '\(name)'") }
        let entry = MemoryEntry(
            record: operation.record, sequence: operation.creationNumber, position: operation.position, history: [])
        _ = setEntry(entry, for: name)
        count(creation: operation.creationNumber, position: operation.position)
    }

    private mutating func load(_ line: ArchivedHistoryEntry) throws(ArchiveLoadingError) {
        guard var entry = entries[line.name], entry.history.last.map({ $0.revision < line.entry.revision }) ?? true
        else {
            throw .misfit("a line of the history of '\(line.name)'")
        }
        entry.history.append(line.entry)
        _ = setEntry(entry, for: line.name)
    }

    private mutating func load(_ grave: ArchivedTombstone) throws(ArchiveLoadingError) {
        let name = grave.tombstone.name
        guard entries[name] == nil, graves[name] == nil else { throw .misfit("the tombstone of '\(name)'") }
        _ = setGrave(MemoryGrave(tombstone: grave.tombstone, position: grave.position), for: name)
        count(creation: 0, position: grave.position)
    }

    /// What is given out later is greater.
    private mutating func count(creation: Int64, position: Int64) {
        var counters = counters
        counters.sequence = max(counters.sequence, creation)
        counters.position = max(counters.position, position)
        _ = setCounters(counters)
    }
}
