import OperationsCore
import PostgresClient

/// Lines of history, into and out of their columns.
enum HistoryColumns {
    static func bind(_ entries: [HistoryEntry], to binder: inout PostgresBinder) {
        binder.ints(entries.map(\.revision))
        binder.times(entries.map(\.time))
        binder.texts(entries.map(\.kind.rawValue))
        binder.optionalTexts(entries.map { $0.from?.rawValue })
        binder.texts(entries.map(\.to.rawValue))
        binder.int32s(entries.map(\.attempt))
        binder.kept(entries.map(\.actor))
        binder.statuses(entries.map(\.error))
        binder.byteStrings(entries.map { PayloadColumn.encode($0.error?.details ?? []) })
    }

    static func read(_ row: inout PostgresRow) throws -> HistoryEntry {
        let revision = row.int()
        let time = row.timestamp()
        let kind = row.text()
        let from = row.optionalText().flatMap(OperationState.init)
        guard let kind = HistoryEntry.Kind(rawValue: kind) else { throw UnreadableRow(what: "the event \(kind)") }
        var entry = HistoryEntry(
            revision: revision, time: time, kind: kind, from: from, to: try row.state(), attempt: row.int32(),
            actor: row.kept(), error: try row.status())
        if let details = row.optionalBytes() { entry.error?.details = try PayloadColumn.decodeList(details) }
        return entry
    }
}
