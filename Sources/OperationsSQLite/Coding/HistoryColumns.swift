import OperationsCore

/// One line of history, into and out of its columns.
enum HistoryColumns {
    static func bind(_ entry: HistoryEntry, to binder: inout Binder) {
        binder.int(entry.revision)
        binder.time(entry.time)
        binder.text(entry.kind.rawValue)
        binder.text(entry.from?.rawValue)
        binder.text(entry.to.rawValue)
        binder.int(entry.attempt)
        binder.text(entry.actor)
        binder.status(entry.error)
        let details = entry.error?.details ?? []
        binder.blob(details.isEmpty ? nil : PayloadListCodec.encode(details))
    }

    static func read(_ row: inout RowReader) throws -> HistoryEntry {
        let revision = row.int()
        let time = row.time()
        let kind = row.text()
        let from = row.optionalText().flatMap(OperationState.init)
        guard let kind = HistoryEntry.Kind(rawValue: kind) else { throw UnreadableRow(what: "the event \(kind)") }
        var entry = HistoryEntry(
            revision: revision, time: time, kind: kind, from: from, to: try row.state(), attempt: row.int32(),
            actor: row.text(), error: try row.status())
        if let details = row.optionalBytes() { entry.error?.details = try PayloadListCodec.decode(details) }
        return entry
    }
}
