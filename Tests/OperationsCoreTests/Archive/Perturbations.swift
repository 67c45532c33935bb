import OperationsCore
import OperationsTestKit

/// Items that differ from each other in one field each.
struct Perturbations {
    let name: String
    /// What the fields belong to.
    let subject: Any
    /// The fields that are changed.
    let fields: [String]
    /// The item as it is, then once for each change; no two of them equal.
    let variants: [ArchiveItem]

    static var all: [Perturbations] {
        get throws {
            try [
                record(), items(), history(), tombstone(), retryPolicy(), lease(), outcome(), status(), set(), policy(),
                binding(), condition(), audit(), log(),
            ]
        }
    }

    static func item(_ record: OperationRecord) -> ArchiveItem {
        .operation(ArchivedOperation(record: record, creationNumber: 3, position: 4))
    }

    /// - Parameter changes: each field, and what becomes of the subject; a field may come several times.
    static func group<Subject>(
        _ subject: Subject, _ changes: [(String, (inout Subject) -> Void)], as item: (Subject) -> ArchiveItem
    ) -> Perturbations {
        let variants = changes.map { change in
            var copy = subject
            change.1(&copy)
            return item(copy)
        }
        return Perturbations(
            name: "\(Subject.self)", subject: subject, fields: changes.map(\.0), variants: [item(subject)] + variants)
    }

    private typealias RecordChange = (String, (inout OperationRecord) -> Void)

    private static let time = Timestamp(microseconds: 77)

    private static func record() throws -> Perturbations {
        let record = try Fixture.started()
        return group(remade(record), fixed + payloads + changing + times, as: item)
    }

    /// The same record under another name, or created at another time.
    private static func remade(
        _ record: OperationRecord, name: String? = nil, createTime: Timestamp? = nil
    ) -> OperationRecord {
        var other = OperationRecord(
            name: OperationName(stored: name ?? record.name.text), queue: record.queue,
            createTime: createTime ?? record.createTime, timeToLive: record.timeToLive)
        other.readyTime = record.readyTime
        other.updateTime = record.updateTime
        return other
    }

    private static var fixed: [RecordChange] {
        [
            ("name", { $0 = remade($0, name: "operations/other") }),
            ("createTime", { $0 = remade($0, createTime: time) }),
            ("queue", { $0.queue += "x" }), ("priority", { $0.priority += 1 }), ("labels", { $0.labels = ["a": "b"] }),
            ("labels", { $0.labels = ["ab": ""] }), ("labels", { $0.labels = ["a": "", "b": ""] }),
            ("retryPolicy", { $0.retryPolicy.maxAttempts += 1 }), ("attemptTimeout", { $0.attemptTimeout = .zero }),
            ("timeToLive", { $0.timeToLive += .microseconds(1) }), ("requestID", { $0.requestID = "" }),
        ]
    }

    private static var payloads: [RecordChange] {
        [
            ("request", { $0.request = .empty }), ("request", { $0.request = Samples.json("") }),
            ("metadata", { $0.metadata = .empty }), ("metadata", { $0.metadata = Samples.payload("a") }),
            ("metadata", { $0.metadata = Samples.json("a", type: "example.Note") }),
            ("result", { $0.result = .response(.empty) }),
            ("result", { $0.result = .error(Status(code: .ok, message: "")) }),
            ("lastError", { $0.lastError = Status(code: .ok, message: "") }),
        ]
    }

    private static var changing: [RecordChange] {
        [
            ("state", { $0.state = .running }), ("attempt", { $0.attempt += 1 }),
            ("countedAttempts", { $0.countedAttempts += 1 }), ("lease", { $0.lease = someLease }),
            ("reportedOutcome", { $0.reportedOutcome = someOutcome }), ("progressPercent", { $0.progressPercent = 0 }),
            ("statusMessage", { $0.statusMessage = "\u{0}" }), ("isReady", { $0.isReady.toggle() }),
            ("revision", { $0.revision += 1 }),
        ]
    }

    private static var times: [RecordChange] {
        [
            ("scheduleTime", { $0.scheduleTime = time }), ("deadline", { $0.deadline = time }),
            ("readyTime", { $0.readyTime = time }), ("startTime", { $0.startTime = time }),
            ("updateTime", { $0.updateTime = time }), ("endTime", { $0.endTime = time }),
            ("expireTime", { $0.expireTime = time }), ("cancelRequestTime", { $0.cancelRequestTime = time }),
            ("cancelDeadline", { $0.cancelDeadline = time }),
        ]
    }

    /// What stands around the record, the entry and so on, and the kinds themselves.
    private static func items() throws -> Perturbations {
        let name = OperationName(stored: "operations/a")
        let entry = HistoryEntry(
            revision: 1, time: time, kind: .started, from: nil, to: .pending, attempt: 0, actor: "")
        let tombstone = Tombstone(name: name, cause: .deleted, removeTime: time, purgeTime: time, requestID: nil)
        let record = try Fixture.started()
        let start = { (parent: String, id: String, name: String, digest: [UInt8]) in
            ArchiveItem.start(
                ArchivedStart(
                    key: RequestKey(parent: Parent(stored: parent), requestID: id),
                    start: RememberedStart(name: OperationName(stored: name), digest: ContentDigest(bytes: digest))))
        }
        let variants: [ArchiveItem] = [
            .operation(ArchivedOperation(record: record, creationNumber: 1, position: 2)),
            .operation(ArchivedOperation(record: record, creationNumber: 2, position: 2)),
            .operation(ArchivedOperation(record: record, creationNumber: 1, position: 1)),
            .history(ArchivedHistoryEntry(name: name, entry: entry)),
            .history(ArchivedHistoryEntry(name: OperationName(stored: "operations/b"), entry: entry)),
            .tombstone(ArchivedTombstone(tombstone: tombstone, position: 1)),
            .tombstone(ArchivedTombstone(tombstone: tombstone, position: 2)),
            start("a/b", "i", "n", []), start("a/c", "i", "n", []), start("a/b", "j", "n", []),
            start("a/b", "i", "m", []), start("a/b", "i", "n", [0]),
            .policy(ArchivedPolicy(resource: "a", policy: Policy())),
            .policy(ArchivedPolicy(resource: "b", policy: Policy())),
        ]
        return Perturbations(name: "items", subject: (), fields: [], variants: variants)
    }
}
