import OperationsCore

/// The questions that a store answers, inside a transaction and outside.
extension MemoryState {
    var orderedDescriptorSets: [DescriptorSet] {
        descriptorSets.values.sorted { $0.id < $1.id }
    }

    func lookup(_ name: OperationName) -> Lookup {
        if let entry = entries[name] { return .live(entry.record) }
        if let grave = graves[name] { return .gone(grave.tombstone) }
        return .unknown
    }

    func history(of name: OperationName, after revision: Int64, limit: Int) -> [HistoryEntry] {
        let all = entries[name]?.history ?? []
        return Array(all.lazy.filter { $0.revision > revision }.prefix(max(limit, 0)))
    }

    func changes(after position: Int64, limit: Int) -> [Change] {
        feed(after: position).prefix(max(limit, 0)).map {
            Change(position: $0.position, name: $0.name, record: entries[$0.name]?.record)
        }
    }

    func feed(after position: Int64) -> some Collection<FeedKey> {
        let (next, isAtEnd) = position.addingReportingOverflow(1)
        let first = FeedKey(position: next, name: OperationName(stored: ""))
        return indexes.feed.from(first).prefix(isAtEnd ? 0 : .max)
    }

    func ready(_ selector: LeaseSelector, _ batch: RecordBatch) -> RecordBatch {
        let names = selector.names.isEmpty ? nil : selector.names
        let queues = selector.queues.isEmpty ? Set(indexes.ready.keys) : selector.queues
        var keys: [ReadyKey] = []
        if let names {
            keys = names.compactMap { entries[$0]?.readyKey }
        } else if queues.count == 1, let queue = queues.first, let members = indexes.ready[queue] {
            return filled(batch, with: members, selector)
        } else {
            keys = queues.flatMap { indexes.ready[$0].map(Array.init) ?? [] }
        }
        return filled(batch, with: keys.sorted(), selector)
    }

    private func filled(
        _ batch: RecordBatch, with keys: some Sequence<ReadyKey>, _ selector: LeaseSelector
    ) -> RecordBatch {
        var batch = batch
        for case let record? in keys.lazy.map({ entries[$0.name]?.record }) where selector.matches(record) {
            guard batch.offer(record) else { break }
        }
        return batch
    }
}
