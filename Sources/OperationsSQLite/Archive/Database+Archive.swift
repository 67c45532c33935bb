import GRDB
import OperationsCore

/// Reading all that the file holds, from key to key.
extension Database {
    func archive(
        _ kind: ArchiveKind, after key: ArchiveKey?, within bounds: ArchivePage.Bounds
    ) throws -> [ArchiveItem] {
        var page = ArchivePage(bounds)
        let first = key?.first ?? ""
        switch kind {
        case .operations:
            try fill(&page, .archivedOperations, after: first) {
                let row = try withPayloads(RecordColumns.read(&$0))
                return .operation(
                    ArchivedOperation(record: row.record, creationNumber: row.id, position: row.position))
            }
        case .history: try fillHistory(&page, after: key)
        case .tombstones:
            try fill(&page, .archivedTombstones, after: first) {
                .tombstone(ArchivedTombstone(tombstone: try TombstoneColumns.read(&$0), position: $0.int()))
            }
        case .starts: try fillStarts(&page, after: key)
        case .descriptorSets:
            try fill(&page, .descriptorSets, after: first) { .descriptorSet(DescriptorSet(from: &$0)) }
        case .policies:
            try fill(&page, .archivedPolicies, after: first) {
                .policy(ArchivedPolicy(resource: $0.text(), policy: try PolicyColumns.read(&$0)))
            }
        }
        return page.items
    }

    private func fill(
        _ page: inout ArchivePage, _ id: StoreStatement, after first: String,
        row: (inout RowReader) throws -> ArchiveItem
    ) throws {
        try query(id, { $0.text(first) }, row: { page.offer(try row(&$0)) })
    }

    private func fillStarts(_ page: inout ArchivePage, after key: ArchiveKey?) throws {
        try query(.archivedStarts) {
            $0.text(key?.first ?? "")
            $0.text(key?.second ?? "")
        } row: {
            let key = RequestKey(parent: Parent(stored: $0.text()), requestID: $0.text())
            let start = RememberedStart(
                name: OperationName(stored: $0.text()), digest: ContentDigest(bytes: $0.bytes()))
            return page.offer(.start(ArchivedStart(key: key, start: start)))
        }
    }

    /// The rest of the history that `key` stands in, then that of the operations behind it.
    private func fillHistory(_ page: inout ArchivePage, after key: ArchiveKey?) throws {
        if let key {
            let name = OperationName(stored: key.first)
            let id = try first(.idByName, { $0.text(key.first) }, row: { $0.int() })
            if let id, try !fillHistory(&page, of: id, name, after: key.number) { return }
        }
        try query(.archivedNames, { $0.text(key?.first ?? "") }) { row in
            try fillHistory(&page, of: row.int(), OperationName(stored: row.text()), after: .min)
        }
    }

    /// - Returns: false when the page is full.
    private func fillHistory(
        _ page: inout ArchivePage, of id: Int64, _ name: OperationName, after revision: Int64
    ) throws -> Bool {
        var hasRoom = true
        try query(.history) {
            $0.int(id)
            $0.int(revision)
            $0.int(Int64(page.room) + 1)
        } row: {
            hasRoom = page.offer(.history(ArchivedHistoryEntry(name: name, entry: try HistoryColumns.read(&$0))))
            return hasRoom
        }
        return hasRoom
    }
}

/// Reading what is said of names and places without what stands there.
extension Database {
    func feedPlaces(after position: Int64, limit: Int) throws -> [FeedPlace] {
        let places = try [.operationPlaces, .changedTombstones].flatMap { (id: StoreStatement) in
            try all(id) {
                $0.int(position)
                $0.int(Int64(max(limit, 0)))
            } row: {
                FeedPlace(position: $0.int(), name: OperationName(stored: $0.text()))
            }
        }
        return Array(places.sorted { $0.position < $1.position }.prefix(max(limit, 0)))
    }

    func presence(of name: OperationName) throws -> NamePresence? {
        let live = try first(.operationRequestID, { $0.text(name.text) }, row: { $0.optionalText() })
        let gone = try first(.tombstoneRequestID, { $0.text(name.text) }, row: { $0.optionalText() })
        guard live != nil || gone != nil else { return nil }
        return NamePresence(
            isLive: live != nil, hasTombstone: gone != nil, requestID: (live ?? nil) ?? (gone ?? nil))
    }

    func isLoading() throws -> Bool {
        try first(.meta, { $0.text(MetaKey.loading) }, row: { $0.int() }) != nil
    }
}
