import OperationsCore
import PostgresClient

/// One page of items of a kind: which statement, what is bound, how rows are read.
struct ArchiveQuery: Sendable {
    private let kind: ArchiveKind

    init(_ kind: ArchiveKind) {
        self.kind = kind
    }

    var statement: ArchiveStatement {
        switch kind {
        case .operations: .archivedOperations
        case .history: .archivedHistory
        case .tombstones: .archivedTombstones
        case .starts: .archivedStarts
        case .descriptorSets: .archivedSets
        case .policies: .archivedPolicies
        }
    }

    /// Reads a key, and nothing of what stands behind it.
    var keyStatement: ArchiveStatement {
        switch kind {
        case .operations: .operationKey
        case .history: .historyKey
        case .tombstones: .tombstoneKey
        case .starts: .startKey
        case .descriptorSets: .setKey
        case .policies: .policyKey
        }
    }

    func bind(_ key: ArchiveKey?, to binder: inout PostgresBinder) {
        binder.kept(key?.first ?? "")
        if kind == .history { binder.int(key?.number ?? .min) }
        if kind == .starts { binder.kept(key?.second ?? "") }
    }

    func bind(_ key: ArchiveKey?, within bounds: ArchivePage.Bounds, to binder: inout PostgresBinder) {
        bind(key, to: &binder)
        binder.int(Int64(bounds.count))
        if kind != .tombstones && kind != .starts { binder.int(Int64(bounds.bytes)) }
    }

    func readKey(_ row: inout PostgresRow) -> ArchiveKey {
        let first = row.kept()
        return switch kind {
        case .history: ArchiveKey(first, number: row.int())
        case .starts: ArchiveKey(first, row.kept())
        case .operations, .tombstones, .descriptorSets, .policies: ArchiveKey(first)
        }
    }

    func read(_ row: inout PostgresRow) throws -> ArchiveItem {
        switch kind {
        case .operations:
            let position = row.int()
            let row = try RecordColumns.read(&row)
            return .operation(ArchivedOperation(record: row.record, creationNumber: row.id, position: position))
        case .history:
            return .history(ArchivedHistoryEntry(name: row.name(), entry: try HistoryColumns.read(&row)))
        case .tombstones:
            return .tombstone(ArchivedTombstone(tombstone: try TombstoneColumns.read(&row), position: row.int()))
        case .starts:
            let key = RequestKey(parent: Parent(stored: row.kept()), requestID: row.kept())
            let start = RememberedStart(name: row.name(), digest: ContentDigest(bytes: row.bytes()))
            return .start(ArchivedStart(key: key, start: start))
        case .descriptorSets: return .descriptorSet(DescriptorSet(&row))
        case .policies:
            return .policy(ArchivedPolicy(resource: row.kept(), policy: try PolicyColumns.read(&row)))
        }
    }
}
