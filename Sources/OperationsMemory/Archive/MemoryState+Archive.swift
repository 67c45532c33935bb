import OperationsCore

/// Reading all, in the order of keys; each page sorts anew, which a store for trials can afford.
extension MemoryState {
    func archive(_ kind: ArchiveKind, after key: ArchiveKey?, within bounds: ArchivePage.Bounds) -> [ArchiveItem] {
        var page = ArchivePage(bounds)
        for item in items(of: kind, from: key?.first ?? "") {
            if let key, item.key <= key { continue }
            guard page.offer(item) else { break }
        }
        return page.items
    }

    func presence(of name: OperationName) -> NamePresence? {
        let record = entries[name]?.record
        let tombstone = graves[name]?.tombstone
        guard record != nil || tombstone != nil else { return nil }
        return NamePresence(
            isLive: record != nil, hasTombstone: tombstone != nil, requestID: record?.requestID ?? tombstone?.requestID)
    }

    var isEmpty: Bool {
        entries.isEmpty && graves.isEmpty && starts.isEmpty && descriptorSets.isEmpty && policies.isEmpty
    }

    /// In order, from those on whose key begins with `first`.
    private func items(of kind: ArchiveKind, from first: String) -> [ArchiveItem] {
        let isBehind = { (text: String) in !text.utf8.lexicographicallyPrecedes(first.utf8) }
        let items: [ArchiveItem] =
            switch kind {
            case .operations: entries.values.filter { isBehind($0.record.name.text) }.map(\.archived)
            case .history: entries.values.filter { isBehind($0.record.name.text) }.flatMap(\.archivedHistory)
            case .tombstones:
                graves.values.map {
                    .tombstone(ArchivedTombstone(tombstone: $0.tombstone, position: $0.position))
                }
            case .starts: starts.map { .start(ArchivedStart(key: $0.key, start: $0.value)) }
            case .descriptorSets: descriptorSets.values.map(ArchiveItem.descriptorSet)
            case .policies: policies.map { .policy(ArchivedPolicy(resource: $0.key, policy: $0.value)) }
            }
        return items.sorted { $0.key < $1.key }
    }
}

extension MemoryEntry {
    fileprivate var archived: ArchiveItem {
        .operation(ArchivedOperation(record: record, creationNumber: sequence, position: position))
    }

    fileprivate var archivedHistory: [ArchiveItem] {
        history.map { .history(ArchivedHistoryEntry(name: record.name, entry: $0)) }
    }
}
