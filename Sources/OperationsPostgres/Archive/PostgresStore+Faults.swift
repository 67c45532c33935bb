import OperationsCore
import PostgresClient

/// What can be wrong with the tables, though every record in them can be read. Each question is one statement, and so sees
/// one moment.
extension PostgresStore {
    private static let rowsAtOnce: Int64 = 2_000
    private static let mostFaults = 20

    public func structuralFaults() async throws -> [String] {
        try await foreignLabels() + invalidIndexes() + staleColumns()
    }

    /// Rows of the table labels that no operation has.
    private func foreignLabels() async throws -> [String] {
        var (stray, foreign) = (0, 0)
        var last: LabelRow?
        repeat {
            let place = last
            let page = try await ask(.archivedLabels) {
                $0.kept(place?.key ?? "")
                $0.kept(place?.value ?? "")
                $0.kept(place?.name.text ?? "")
                $0.int(Self.rowsAtOnce)
            } read: {
                try $0.all { LabelRow(&$0) }
            }
            stray += page.count { $0.belonging == .missing }
            foreign += page.count { $0.belonging == .other }
            last = page.last
        } while last != nil
        return [
            stray == 0 ? nil : StrayRows(table: "labels", count: stray).sentence,
            foreign == 0 ? nil : StrayRows(table: "labels", count: foreign).sentenceOfOthers,
        ].compactMap(\.self)
    }

    private func invalidIndexes() async throws -> [String] {
        try await ask(.invalidIndexes) { _ in
        } read: {
            try $0.all { "The index \($0.text()) is not usable." }
        }
    }

    /// Operations that time would act on too late, or never, because their column says another time than their record;
    /// and those that are not listed by their labels.
    private func staleColumns() async throws -> [String] {
        var faults: [String] = []
        var last = ""
        while faults.count < Self.mostFaults {
            let name = last
            let page = try await ask(.archivedDueTimes) {
                $0.kept(name)
                $0.int(Self.rowsAtOnce)
            } read: {
                try $0.all { BareRow(&$0) }
            }
            guard let end = page.last else { break }
            faults += page.filter(\.isStale).map {
                "'\($0.name)' is due at another time than the table operations says."
            }
            faults += try await missingLabels(page)
            last = end.name
        }
        return Array(faults.prefix(Self.mostFaults))
    }

    private func missingLabels(_ page: [BareRow]) async throws -> [String] {
        let labels = page.flatMap { row in row.labels.map { (row.name, row.id, $0.key, $0.value) } }
        guard !labels.isEmpty else { return [] }
        return try await ask(.missingLabels) {
            $0.kept(labels.map(\.0))
            $0.ints(labels.map(\.1))
            $0.kept(labels.map(\.2))
            $0.kept(labels.map(\.3))
        } read: {
            try $0.all { "'\($0.kept())' has the label '\($0.kept())', of which the table labels knows nothing." }
        }
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

/// What the columns of an operation that serve indexes are compared with; nothing of a row that cannot be read, which is
/// told elsewhere.
private struct BareRow: Sendable {
    let name: String
    var id: Int64 = 0
    var labels: [String: String] = [:]
    var isStale = false

    init(_ row: inout PostgresRow) {
        name = row.kept()
        guard let read = try? RecordColumns.readBare(&row) else { return }
        id = read.id
        labels = read.record.labels
        isStale = row.optionalTimestamp() != Lifecycle.dueTime(of: read.record)
    }
}

/// One row of the table labels.
private struct LabelRow: Sendable {
    enum Belonging {
        case its, missing, other
    }

    let key: String
    let value: String
    let name: OperationName
    let belonging: Belonging

    init(_ row: inout PostgresRow) {
        key = row.kept()
        value = row.kept()
        name = row.name()
        let isThere = row.bool()
        let labels = row.optionalBytes()
        guard isThere else {
            belonging = .missing
            return
        }
        // Labels that cannot be read are told elsewhere.
        guard let owned = try? LabelColumn.decode(labels) else {
            belonging = .its
            return
        }
        belonging = owned[key] == value ? .its : .other
    }
}
