import OperationsCore
import PostgresClient

/// What can be wrong with the tables, though every record in them can be read.
extension PostgresStore {
    private static let rowsAtOnce: Int64 = 2_000
    private static let mostFaults = 20
    /// For statements that read a whole table.
    private static let patience = Duration.seconds(600)

    public func structuralFaults() async throws -> [String] {
        try await strayLabels() + invalidIndexes() + staleTimes()
    }

    private func strayLabels() async throws -> [String] {
        // Not on a connection for reading, where no statement may take so long.
        let count = try await onWriter { session in
            session.queue(ArchiveStatement.strayLabels.statement)
            return try session.flush(within: Self.patience).first?.first { $0.int() } ?? 0
        }
        return count == 0 ? [] : ["The table labels has \(count) rows of operations that do not exist."]
    }

    private func invalidIndexes() async throws -> [String] {
        try await ask(.invalidIndexes) { _ in
        } read: {
            try $0.all { "The index \($0.text()) is not usable." }
        }
    }

    /// Operations that time would act on too late, or never, because their column says another time than their record.
    private func staleTimes() async throws -> [String] {
        var faults: [String] = []
        var last = ""
        while faults.count < Self.mostFaults {
            let name = last
            let page = try await ask(.archivedDueTimes) {
                $0.kept(name)
                $0.int(Self.rowsAtOnce)
            } read: {
                try $0.all { row in
                    let record = try RecordColumns.readBare(&row).record
                    return (name: record.name.text, isStale: row.optionalTimestamp() != Lifecycle.dueTime(of: record))
                }
            }
            guard let end = page.last else { break }
            faults += page.filter(\.isStale).map {
                "'\($0.name)' is due at another time than the table operations says."
            }
            last = end.name
        }
        return Array(faults.prefix(Self.mostFaults))
    }

    func onWriter<Value: Sendable>(
        _ body: @escaping @Sendable (PostgresSession) throws -> Value
    ) async throws -> Value {
        do {
            return try await writers.run(onCancel: .finish, body)
        } catch {
            throw shown(error)
        }
    }
}
