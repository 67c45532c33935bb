import GRDB
import OperationsCore

/// How a transition becomes statements: as few as it can be.
extension SQLiteTransaction {
    func write(_ transition: Transition) throws {
        switch (transition.before, transition.after) {
        case (nil, let after?): try insert(after, transition)
        case (let before?, let after?): try update(before, after, transition)
        case (let before?, nil): try remove(before, transition.tombstone)
        case (nil, nil): break
        }
    }

    private func insert(_ record: OperationRecord, _ transition: Transition) throws {
        let labels = try LabelColumn.encode(record.labels)
        try conflictIfTaken(record.name) {
            try db.run(.insertOperation) {
                RecordColumns.bindFixed(record, labels: labels, to: &$0)
                RecordColumns.bindChanging(record, to: &$0)
                $0.time(Lifecycle.dueTime(of: record))
                $0.int(nextPosition())
                $0.text(record.name.text)
            }
            try expectOneChange(record.name)
        }
        let id = db.lastInsertedRowID
        ids[record.name] = id
        try writePayloads(id, before: nil, after: record)
        try writeHistory(id, transition.entry)
        try writeLabels(id, of: record)
        if let requestID = record.requestID, let digest = transition.requestDigest {
            try remember(RequestKey(parent: record.name.parent, requestID: requestID), record.name, digest)
        }
    }

    private func update(_ before: OperationRecord, _ after: OperationRecord, _ transition: Transition) throws {
        let id = try rowID(of: before.name)
        if !transition.isPublic, isTouch(before, after) {
            try db.run(.touchOperation) {
                $0.time(after.lease?.expireTime)
                $0.int(after.isReady ? 1 : 0 as Int64)
                $0.time(Lifecycle.dueTime(of: after))
                $0.int(id)
                $0.int(before.revision)
            }
            return try expectOneChange(before.name)
        }
        try db.run(.updateOperation) {
            RecordColumns.bindChanging(after, to: &$0)
            $0.time(Lifecycle.dueTime(of: after))
            $0.int(transition.isPublic ? nextPosition() : nil)
            $0.int(id)
            $0.int(before.revision)
        }
        try expectOneChange(before.name)
        try writePayloads(id, before: before, after: after)
        try writeHistory(id, transition.entry)
    }

    private func remove(_ record: OperationRecord, _ tombstone: Tombstone?) throws {
        let id = try rowID(of: record.name)
        try db.run(.deleteOperation) {
            $0.int(id)
            $0.int(record.revision)
        }
        try expectOneChange(record.name)
        ids[record.name] = nil
        let payloads = PayloadRole.rowIDs(of: id)
        try db.run(.deletePayloads) {
            $0.int(payloads.lowerBound)
            $0.int(payloads.upperBound)
        }
        try db.run(.deleteHistory) { $0.int(id) }
        try deleteLabels(of: record)
        try deletePolicy(of: record.name.text)
        guard let tombstone else { return }
        try db.run(.insertTombstone) {
            TombstoneColumns.bind(tombstone, to: &$0)
            $0.int(nextPosition())
        }
    }

    /// True when nothing differs but what the short statement writes: a lease extension, or joining the ready set.
    private func isTouch(_ before: OperationRecord, _ after: OperationRecord) -> Bool {
        var copy = before
        copy.isReady = after.isReady
        if let time = after.lease?.expireTime { copy.lease?.expireTime = time }
        return copy == after
    }

    func writePayloads(_ id: Int64, before: OperationRecord?, after: OperationRecord) throws {
        for role in PayloadRole.allCases {
            let old = before.flatMap { PayloadContent(role, of: $0) }
            let new = PayloadContent(role, of: after)
            guard old != new else { continue }
            try db.run(new == nil ? .deletePayload : .putPayload) {
                $0.int(role.rowID(of: id))
                new?.bind(to: &$0)
            }
        }
    }

    func writeHistory(_ id: Int64, _ entry: HistoryEntry?) throws {
        guard let entry else { return }
        try db.run(.insertHistory) {
            $0.int(id)
            HistoryColumns.bind(entry, to: &$0)
        }
    }

    func writeLabels(_ id: Int64, of record: OperationRecord) throws {
        for (key, value) in record.labels {
            try db.run(.insertLabel) {
                $0.text(key)
                $0.text(value)
                $0.text(record.name.text)
                $0.int(id)
            }
        }
    }

    private func deleteLabels(of record: OperationRecord) throws {
        for (key, value) in record.labels {
            try db.run(.deleteLabel) {
                $0.text(key)
                $0.text(value)
                $0.text(record.name.text)
            }
        }
    }

    func remember(_ key: RequestKey, _ name: OperationName, _ digest: ContentDigest) throws {
        try conflictIfTaken(name) {
            try db.run(.insertStart) {
                $0.key(key)
                $0.text(name.text)
                $0.blob(digest.bytes)
            }
        }
    }

    func rowID(of name: OperationName) throws -> Int64 {
        if let id = ids[name] { return id }
        guard let id = try db.first(.idByName, { $0.text(name.text) }, row: { $0.int() }) else {
            throw StoreConflict(name: name)
        }
        ids[name] = id
        return id
    }

    private func expectOneChange(_ name: OperationName) throws {
        guard db.changesCount == 1 else { throw StoreConflict(name: name) }
    }

    func conflictIfTaken(_ name: OperationName, _ insert: () throws -> Void) throws {
        do {
            try insert()
        } catch let error as DatabaseError
            where [.SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY].contains(error.extendedResultCode)
        {
            throw StoreConflict(name: name)
        }
    }

    func nextPosition() -> Int64 {
        position += 1
        return position
    }
}
