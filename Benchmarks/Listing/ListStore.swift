import OperationsCore
import OperationsEngine
import OperationsSQLite
import OperationsWire

/// A store full of operations as a busy service has them after some time: nearly all are done, in ten queues under a
/// hundred parents, some have labels.
final class ListStore: Sendable {
    static let rareMatches = 40
    private static let parents = 100
    private static let batch = 5_000

    let size: Int
    let engine: OperationEngine
    private let store: SQLiteStore

    init(size: Int, path: String) async throws {
        self.size = size
        let store = try SQLiteStore(path: path, time: SystemTime())
        self.store = store
        engine = try await OperationEngine(store: store, payloads: PayloadTypes.shared, logger: .silent)
        for first in stride(from: 0, to: size, by: Self.batch) {
            let transitions = (first..<min(first + Self.batch, size)).map { index in
                Transition(before: nil, after: record(index))
            }
            try await store.transact { try $0.write(transitions) }
        }
    }

    func close() {
        store.close()
    }

    /// Names ascend with the number, as those do that a server makes under one parent after the other.
    func name(_ index: Int) -> String {
        let parent = index / max(size / Self.parents, 1)
        return "projects/p\(Self.padded(parent, 3))/operations/\(Self.padded(index, 9))"
    }

    private func record(_ index: Int) -> OperationRecord {
        let created = Timestamp(microseconds: 1_700_000_000_000_000 + Int64(index) * 1_000_000)
        var record = OperationRecord(
            name: OperationName(stored: name(index)), queue: index % 10 == 3 ? "reports" : "queue-\(index % 10)",
            createTime: created, timeToLive: .seconds(30 * 86_400))
        record.startTime = created + .milliseconds(20)
        record.updateTime = created + .seconds(5)
        record.attempt = 1
        record.countedAttempts = 1
        record.revision = 3
        record.endTime = record.updateTime
        record.expireTime = record.updateTime + record.timeToLive
        if index % 7 == 0 { record.labels["env"] = "prod" }
        if index % (size / Self.rareMatches) == 4 { record.labels["tenant"] = "rare" }
        let fails = index / 10 % 10 == 1 && record.labels["tenant"] == nil
        record.state = fails ? .failed : .succeeded
        record.result =
            fails ? .error(Status(code: .unavailable, message: "No route to the host.")) : .response(Work.payload)
        return record
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }
}
