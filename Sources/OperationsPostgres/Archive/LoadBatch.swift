import OperationsCore
import PostgresClient

/// Items as statements, each for many rows.
struct LoadBatch {
    private var operations: [ArchivedOperation] = []
    private var lines: [ArchivedHistoryEntry] = []
    private var graves: [ArchivedTombstone] = []
    private var starts: [ArchivedStart] = []
    private var sets: [DescriptorSet] = []
    private var policies: [ArchivedPolicy] = []

    init(_ items: [ArchiveItem]) {
        for item in items {
            switch item {
            case .operation(let operation): operations.append(operation)
            case .history(let line): lines.append(line)
            case .tombstone(let grave): graves.append(grave)
            case .start(let start): starts.append(start)
            case .descriptorSet(let set): sets.append(set)
            case .policy(let policy): policies.append(policy)
            }
        }
    }

    func queue(on session: PostgresSession) {
        if !operations.isEmpty { queueOperations(on: session) }
        if !lines.isEmpty { queueLines(on: session) }
        if !graves.isEmpty {
            session.queue(ArchiveStatement.loadTombstones.statement) { binder in
                TombstoneColumns.bind(graves.map(\.tombstone), to: &binder)
                binder.ints(graves.map(\.position))
            }
        }
        if !starts.isEmpty { queueStarts(on: session) }
        queueSets(on: session)
        for policy in policies {
            session.queue(ArchiveStatement.loadPolicy.statement) {
                $0.kept(policy.resource)
                PolicyColumns.bind(policy.policy, to: &$0)
            }
        }
    }

    private func queueOperations(on session: PostgresSession) {
        let records = operations.map(\.record)
        session.queue(ArchiveStatement.loadOperations.statement) { binder in
            RecordColumns.bindFixed(records, to: &binder)
            RecordColumns.bindChanging(records, to: &binder)
            for role in PayloadRole.allCases { binder.byteStrings(records.map(role.encoded)) }
            binder.ints(operations.map(\.creationNumber))
            binder.ints(operations.map(\.position))
        }
        let labels = records.flatMap { record in record.labels.map { (record.name, $0.key, $0.value) } }
        guard !labels.isEmpty else { return }
        session.queue(StoreStatement.insertLabels.statement) { binder in
            binder.kept(labels.map(\.1))
            binder.kept(labels.map(\.2))
            binder.names(labels.map(\.0))
        }
    }

    private func queueLines(on session: PostgresSession) {
        session.queue(ArchiveStatement.loadHistory.statement) { binder in
            HistoryColumns.bind(lines.map(\.entry), to: &binder)
            binder.names(lines.map(\.name))
        }
    }

    private func queueStarts(on session: PostgresSession) {
        session.queue(StoreStatement.insertStarts.statement) { binder in
            binder.kept(starts.map(\.key.parent.text))
            binder.kept(starts.map(\.key.requestID))
            binder.names(starts.map(\.start.name))
            binder.byteStrings(starts.map(\.start.digest.bytes))
        }
    }

    private func queueSets(on session: PostgresSession) {
        for set in sets {
            session.queue(ArchiveStatement.loadSet.statement) {
                $0.kept(set.id)
                $0.bytes(set.content)
                $0.time(set.updateTime)
            }
        }
        if !sets.isEmpty { session.queue(StoreStatement.countDescriptorSets.statement) }
    }
}
