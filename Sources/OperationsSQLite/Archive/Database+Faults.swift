import GRDB
import OperationsCore

/// What can be wrong with the file, though every record in it can be read.
extension Database {
    func structuralFaults() throws -> [String] {
        try integrityFaults() + strayRows() + staleTimes()
    }

    private func integrityFaults() throws -> [String] {
        let lines = try String.fetchAll(self, sql: "PRAGMA integrity_check(20)")
        return lines == ["ok"] ? [] : lines.map { "SQLite finds the file damaged: \($0)." }
    }

    /// Rows of operations that do not exist.
    private func strayRows() throws -> [String] {
        try ["payloads": "id >> 3", "history": "operation_id", "labels": "operation_id"].sorted { $0.key < $1.key }
            .compactMap { table, owner in
                let sql = """
                    SELECT count(*) FROM \(table) WHERE NOT EXISTS (SELECT 1 FROM operations WHERE id = \(table).\(owner))
                    """
                let count = try Int.fetchOne(self, sql: sql) ?? 0
                return count == 0 ? nil : "The table \(table) has \(count) rows of operations that do not exist."
            }
    }

    /// Operations that time would act on too late, or never, because their column says another time than their record.
    private func staleTimes() throws -> [String] {
        var faults: [String] = []
        try query(.archivedDueTimes, { $0.text("") }) {
            let row = try RecordColumns.read(&$0)
            let time = $0.optionalTime()
            if time != Lifecycle.dueTime(of: row.record) {
                faults.append("'\(row.record.name)' is due at another time than the table operations says.")
            }
            return faults.count < 20
        }
        return faults
    }
}
