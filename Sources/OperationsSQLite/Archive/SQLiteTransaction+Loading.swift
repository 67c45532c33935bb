import OperationsCore

/// Taking in what another store held, as it is.
extension SQLiteTransaction {
    func beginLoading(secret: [UInt8], lastPosition: Int64) throws {
        try guarded {
            guard try !db.isLoading() else { throw ArchiveLoadingError.incomplete }
            for kind in ArchiveKind.allCases {
                guard try db.archive(kind, after: nil, within: .init(count: 1)).isEmpty else {
                    throw ArchiveLoadingError.notEmpty
                }
            }
            position = max(position, lastPosition)
            try putMeta(MetaKey.secret) { $0.blob(secret) }
            try putMeta(MetaKey.position) { $0.int(position) }
            try putMeta(MetaKey.loading) { $0.int(1 as Int64) }
        }
    }

    func load(_ items: [ArchiveItem]) throws {
        try guarded {
            guard try db.isLoading() else { throw ArchiveLoadingError.notBegun }
            for item in items {
                do {
                    try load(item)
                } catch let conflict as StoreConflict {
                    throw ArchiveLoadingError.misfit("an item of '\(conflict.name)'")
                }
            }
        }
    }

    func endLoading() throws {
        try guarded { try db.run(.deleteMeta) { $0.text(MetaKey.loading) } }
    }

    private func putMeta(_ key: String, _ value: (inout Binder) -> Void) throws {
        try db.run(.putMeta) {
            $0.text(key)
            value(&$0)
        }
    }

    private func load(_ item: ArchiveItem) throws {
        switch item {
        case .operation(let operation): try load(operation)
        case .history(let line):
            let id = try rowID(of: line.name)
            try conflictIfTaken(line.name) { try writeHistory(id, line.entry) }
        case .tombstone(let grave): try load(grave)
        case .start(let start): try remember(start.key, start.start.name, start.start.digest)
        case .descriptorSet(let set):
            let taken = try db.first(.descriptorSetExists, { $0.text(set.id) }, row: { $0.int() })
            guard taken == nil else { throw ArchiveLoadingError.misfit("'\(set.name)'") }
            try put(set)
        case .policy(let policy):
            let isTaken = try db.policy(of: policy.resource) != nil
            guard !isTaken else { throw ArchiveLoadingError.misfit("the policy of '\(policy.resource)'") }
            try put(policy.policy, of: policy.resource)
        }
    }

    private func load(_ operation: ArchivedOperation) throws {
        let record = operation.record
        // Payloads lie at eight times this number.
        guard (1..<(1 << 60)).contains(operation.creationNumber) else { throw StoreConflict(name: record.name) }
        let labels = try LabelColumn.encode(record.labels)
        try conflictIfTaken(record.name) {
            try db.run(.loadOperation) {
                RecordColumns.bindFixed(record, labels: labels, to: &$0)
                RecordColumns.bindChanging(record, to: &$0)
                $0.time(Lifecycle.dueTime(of: record))
                $0.int(operation.position)
                $0.int(operation.creationNumber)
            }
            try writePayloads(operation.creationNumber, before: nil, after: record)
            try writeLabels(operation.creationNumber, of: record)
        }
        ids[record.name] = operation.creationNumber
        position = max(position, operation.position)
    }

    private func load(_ grave: ArchivedTombstone) throws {
        let name = grave.tombstone.name
        guard try db.presence(of: name) == nil else { throw StoreConflict(name: name) }
        try conflictIfTaken(name) {
            try db.run(.insertTombstone) {
                TombstoneColumns.bind(grave.tombstone, to: &$0)
                $0.int(grave.position)
            }
        }
        position = max(position, grave.position)
    }
}
