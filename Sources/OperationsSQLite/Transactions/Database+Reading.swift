import GRDB
import OperationsCore

/// The questions that a store answers, inside a transaction and outside.
extension Database {
    /// The row of that name with its payloads.
    func operation(_ name: OperationName) throws -> RecordColumns.Row? {
        try first(.operationByName, { $0.text(name.text) }, row: RecordColumns.read).map(withPayloads)
    }

    func operation(id: Int64) throws -> RecordColumns.Row? {
        try first(.operationByID, { $0.int(id) }, row: RecordColumns.read).map(withPayloads)
    }

    /// The rows that a statement selects, with their payloads.
    func operations(_ id: StoreStatement, _ bind: (inout Binder) -> Void) throws -> [RecordColumns.Row] {
        try all(id, bind, row: RecordColumns.read).map(withPayloads)
    }

    func tombstone(_ name: OperationName) throws -> Tombstone? {
        try first(.tombstone, { $0.text(name.text) }, row: TombstoneColumns.read)
    }

    func history(of name: OperationName, after revision: Int64, limit: Int) throws -> [HistoryEntry] {
        guard let id = try first(.idByName, { $0.text(name.text) }, row: { $0.int() }) else { return [] }
        return try all(
            .history,
            {
                $0.int(id)
                $0.int(revision)
                $0.int(Int64(max(limit, 0)))
            }, row: HistoryColumns.read)
    }

    func changes(after position: Int64, limit: Int) throws -> [Change] {
        func bind(_ binder: inout Binder) {
            binder.int(position)
            binder.int(Int64(max(limit, 0)))
        }
        let gone = try all(.changedTombstones, bind) {
            Change(position: $0.int(), name: OperationName(stored: $0.text()), record: nil)
        }
        let live = try operations(.changedOperations, bind).map {
            Change(position: $0.position, name: $0.record.name, record: $0.record)
        }
        return Array((gone + live).sorted { $0.position < $1.position }.prefix(max(limit, 0)))
    }

    func withPayloads(_ row: RecordColumns.Row) throws -> RecordColumns.Row {
        guard row.payloadRoles != 0 else { return row }
        var row = row
        let ids = PayloadRole.rowIDs(of: row.id)
        try query(.payloads) {
            $0.int(ids.lowerBound)
            $0.int(ids.upperBound)
        } row: { payload in
            let role = payload.int()
            guard let role = PayloadRole(rawValue: role) else { throw UnreadableRow(what: "the role \(role)") }
            try row.take(PayloadContent(from: &payload), as: role)
            return true
        }
        return row
    }
}
