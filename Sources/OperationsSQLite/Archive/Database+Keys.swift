import GRDB
import OperationsCore

/// The keys of items without what stands behind them: the statements of the items, of which no more is read.
extension Database {
    func nextKey(of kind: ArchiveKind, after key: ArchiveKey?) throws -> ArchiveKey? {
        let first = key?.first ?? ""
        return switch kind {
        case .operations: try nextName(after: first).map { ArchiveKey($0.name) }
        case .history: try nextLine(after: key)
        case .tombstones: try nextText(.archivedTombstones, after: first)
        case .descriptorSets: try nextText(.descriptorSets, after: first)
        case .policies: try nextText(.archivedPolicies, after: first)
        case .starts:
            try self.first(.archivedStarts) {
                $0.text(first)
                $0.text(key?.second ?? "")
            } row: {
                ArchiveKey($0.text(), $0.text())
            }
        }
    }

    private func nextText(_ id: StoreStatement, after first: String) throws -> ArchiveKey? {
        try self.first(id, { $0.text(first) }, row: { ArchiveKey($0.text()) })
    }

    private func nextName(after name: String) throws -> (id: Int64, name: String)? {
        try first(.archivedNames, { $0.text(name) }, row: { (id: $0.int(), name: $0.text()) })
    }

    private func nextLine(after key: ArchiveKey?) throws -> ArchiveKey? {
        if let key, let id = try first(.idByName, { $0.text(key.first) }, row: { $0.int() }),
            let revision = try nextRevision(of: id, after: key.number)
        {
            return ArchiveKey(key.first, number: revision)
        }
        var name = key?.first ?? ""
        while let next = try nextName(after: name) {
            if let revision = try nextRevision(of: next.id, after: .min) {
                return ArchiveKey(next.name, number: revision)
            }
            name = next.name
        }
        return nil
    }

    private func nextRevision(of id: Int64, after revision: Int64) throws -> Int64? {
        try first(.history) {
            $0.int(id)
            $0.int(revision)
            $0.int(Int64(1))
        } row: {
            $0.int()
        }
    }
}
