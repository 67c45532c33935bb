import GRDB
import OperationsCore

/// What can be wrong with the file, though every record in it can be read.
extension Database {
    func structuralFaults() throws -> [String] {
        try integrityFaults() + strayRows() + staleColumns()
    }

    private func integrityFaults() throws -> [String] {
        let lines = try String.fetchAll(self, sql: "PRAGMA integrity_check(20)")
        return lines == ["ok"] ? [] : lines.map { "SQLite finds the file damaged: \($0)." }
    }

    /// Rows of operations that do not exist.
    private func strayRows() throws -> [String] {
        try ["history": "operation_id", "labels": "operation_id", "payloads": "id >> 3"].sorted { $0.key < $1.key }
            .compactMap { table, owner in
                let count = try strayRows(table, owner)
                return count == 0 ? nil : StrayRows(table: table, count: count).sentence
            }
    }

    private func strayRows(_ table: String, _ owner: String) throws -> Int {
        let sql = """
            SELECT count(*) FROM \(table) WHERE NOT EXISTS (SELECT 1 FROM operations WHERE id = \(table).\(owner))
            """
        return try Int.fetchOne(self, sql: sql) ?? 0
    }

    /// Operations that time would act on too late, or never, because their column says another time than their record;
    /// and those that are not listed by their labels.
    private func staleColumns() throws -> [String] {
        var faults: [String] = []
        var labels = 0
        try query(.archivedDueTimes, { $0.text("") }) {
            // What cannot be read is told elsewhere.
            guard let row = try? RecordColumns.read(&$0) else { return true }
            let record = row.record
            if $0.optionalTime() != Lifecycle.dueTime(of: record) {
                faults.append("'\(record.name)' is due at another time than the table operations says.")
            }
            for (key, value) in record.labels {
                if try hasLabel(key, value, record.name) {
                    labels += 1
                } else {
                    faults.append("'\(record.name)' has the label '\(key)', of which the table labels knows nothing.")
                }
            }
            return faults.count < Self.mostFaults
        }
        guard faults.count < Self.mostFaults else { return Array(faults.prefix(Self.mostFaults)) }
        return faults + (try foreignLabels(owned: labels))
    }

    private func hasLabel(_ key: String, _ value: String, _ name: OperationName) throws -> Bool {
        try first(.hasLabel) {
            $0.text(key)
            $0.text(value)
            $0.text(name.text)
        } row: { _ in
            true
        } ?? false
    }

    /// - Parameter owned: the rows that are those of labels.
    private func foreignLabels(owned: Int) throws -> [String] {
        let all = try Int.fetchOne(self, sql: "SELECT count(*) FROM labels") ?? 0
        let count = all - owned - (try strayRows("labels", "operation_id"))
        return count > 0 ? [StrayRows(table: "labels", count: count).sentenceOfOthers] : []
    }

    private static let mostFaults = 20
}
