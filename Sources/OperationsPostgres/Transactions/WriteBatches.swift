import OperationsCore
import PostgresClient

/// A ``WriteSet`` as statements, each for many rows.
extension WriteSet {
    /// So many rows, or so many bytes of payloads, go into one statement; a bigger row goes alone. Little enough for a
    /// statement to come through before its sender counts as stopped, see `keepFeedFree`.
    private static let mostRows = 500
    private static let mostBytes = 1_024 * 1_024

    func queue(on session: PostgresSession) {
        let changes = order.compactMap { self.changes[$0] }
        for batch in Self.batches(changes.filter { $0.before == nil }) { Self.insert(batch, on: session) }
        let stored = changes.filter { $0.before != nil }
        for batch in Self.batches(stored.filter { !$0.isTouch }) { Self.update(batch, on: session) }
        for batch in Self.batches(stored.filter(\.isTouch)) { Self.touch(batch, on: session) }
        queueRemovals(on: session)
        queueLines(on: session)
        queueLabels(of: changes.filter { $0.before == nil }.map(\.after), .insertLabels, on: session)
        queueStarts(on: session)
        queueReadied(on: session)
    }

    static func batches(_ changes: [Change]) -> [[Change]] {
        var batches: [[Change]] = []
        var bytes = 0
        for change in changes {
            let size = change.after.fullSize
            if let last = batches.last, last.count < mostRows, bytes + size <= mostBytes {
                batches[batches.count - 1].append(change)
                bytes += size
            } else {
                batches.append([change])
                bytes = size
            }
        }
        return batches
    }

    private static func insert(_ changes: [Change], on session: PostgresSession) {
        let records = changes.map(\.after)
        session.queue(StoreStatement.insertOperations.statement) { binder in
            RecordColumns.bindFixed(records, to: &binder)
            RecordColumns.bindChanging(records, to: &binder)
            for role in PayloadRole.allCases { binder.byteStrings(records.map(role.encoded)) }
            binder.ints(changes.map { $0.identity.place })
            binder.ints(changes.map { $0.publicPlace ?? $0.place })
        }
    }

    private static func update(_ changes: [Change], on session: PostgresSession) {
        let records = changes.map(\.after)
        let changed = changes.map { change in
            change.before.map { PayloadRole.changed($0, change.after) } ?? 0
        }
        session.queue(StoreStatement.updateOperations.statement) { binder in
            binder.names(records.map(\.name))
            RecordColumns.bindChanging(records, to: &binder)
            for role in PayloadRole.allCases.dropFirst() {
                binder.byteStrings(zip(records, changed).map { $1 & role.bit == 0 ? nil : role.encoded($0) })
            }
            binder.int32s(changed)
            binder.ints(changes.map(\.place))
            binder.optionalInts(changes.map(\.publicPlace))
        }
    }

    private static func touch(_ changes: [Change], on session: PostgresSession) {
        let records = changes.map(\.after)
        session.queue(StoreStatement.touchOperations.statement) { binder in
            binder.names(records.map(\.name))
            binder.times(records.map { $0.lease?.expireTime })
            binder.bools(records.map(\.isReady))
            binder.times(records.map(Lifecycle.dueTime))
            binder.ints(changes.map(\.place))
        }
    }

    private func queueRemovals(on session: PostgresSession) {
        if !removed.isEmpty {
            let names = removed.map(\.name)
            session.queue(StoreStatement.deleteOperations.statement) { $0.names(names) }
            session.queue(StoreStatement.deletePolicies.statement) { $0.names(names) }
            queueLabels(of: removed, .deleteLabels, on: session)
        }
        guard !graves.isEmpty else { return }
        session.queue(StoreStatement.insertTombstones.statement) { binder in
            TombstoneColumns.bind(graves.map(\.tombstone), to: &binder)
            binder.ints(graves.map(\.place))
        }
    }

    private func queueLines(on session: PostgresSession) {
        guard !lines.isEmpty else { return }
        session.queue(StoreStatement.insertHistory.statement) { binder in
            HistoryColumns.bind(lines.map(\.entry), to: &binder)
            binder.optionalInts(lines.map(\.identity.id))
            binder.ints(lines.map(\.identity.place))
        }
    }

    private func queueLabels(
        of records: [OperationRecord], _ statement: StoreStatement, on session: PostgresSession
    ) {
        let labels = records.flatMap { record in record.labels.map { (record.name, $0.key, $0.value) } }
        guard !labels.isEmpty else { return }
        session.queue(statement.statement) { binder in
            binder.kept(labels.map(\.1))
            binder.kept(labels.map(\.2))
            binder.names(labels.map(\.0))
        }
    }

    private func queueStarts(on session: PostgresSession) {
        guard !starts.isEmpty else { return }
        session.queue(StoreStatement.insertStarts.statement) { binder in
            binder.kept(starts.map(\.key.parent.text))
            binder.kept(starts.map(\.key.requestID))
            binder.names(starts.map(\.name))
            binder.byteStrings(starts.map(\.digest.bytes))
        }
    }

    private func queueReadied(on session: PostgresSession) {
        guard !readied.isEmpty else { return }
        session.queue(StoreStatement.insertReadied.statement) { binder in
            binder.ints(readied.map(\.place))
            binder.names(readied.map(\.record.name))
            binder.kept(readied.map(\.record.queue))
            binder.times(readied.map { Lifecycle.dueTime(of: $0.record) })
        }
    }
}

extension WriteSet.Identity {
    var id: Int64? {
        if case .id(let id) = self { id } else { nil }
    }

    /// Zero, and not used, when the id is known.
    var place: Int64 {
        if case .place(let place) = self { place } else { 0 }
    }
}
