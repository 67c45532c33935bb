import GRDB
import OperationsCore
import OperationsTestKit
import Testing

@testable import OperationsSQLite

@Suite struct MigrationTests {
    /// What the first schema held is found by everything that the second one searches.
    @Test func aFileOfTheFirstSchemaIsListed() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/test.db"
            let time = ManualTime()
            let records = try [
                StartRequest(operationID: "a", labels: ["team": "ünïcode \"quoted\"", "a/b": "", "": "\\"]),
                StartRequest(operationID: "b", labels: ["team": "x"]), StartRequest(operationID: "c"),
            ].map { try Self.record($0, at: time.now) }
            let queue = try DatabaseQueue(path: path)
            try StoreMigrator.migrator.migrate(queue, upTo: Migration001.identifier)
            try await queue.write { db in
                for (number, record) in records.enumerated() { try Self.insert(record, Int64(number + 1), db) }
            }
            try queue.close()

            let store = try SQLiteStore(path: path, time: time)
            defer { store.close() }
            let driver = StoreDriver(store: store, time: time)
            for record in records {
                for (key, value) in record.labels {
                    let found = try await Self.list(FilterBounds(labels: [ByteText(key): [ByteText(value)]]), driver)
                    #expect(found == [record])
                }
            }
            #expect(try await Self.list(FilterBounds(states: [.pending], queues: ["default"]), driver) == records)
            let name = try #require(records.first?.name)
            try await driver.apply(.delete(tombstoneRetention: .zero), to: name)
            #expect(try await store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM labels") } == 1)
        }
    }

    private static func list(_ bounds: FilterBounds, _ driver: StoreDriver) async throws -> [OperationRecord] {
        try await driver.wholeList(ListQuery(scope: .subtree(.root), filter: .within(bounds), limit: 2))
    }

    private static func record(_ request: StartRequest, at now: Timestamp) throws -> OperationRecord {
        let name = try OperationName(parent: .root, callerID: request.operationID ?? "")
        let transition = try Lifecycle.start(
            request, as: name, digest: nil, defaultTimeToLive: .seconds(60), at: now)
        return try #require(transition.after)
    }

    /// As the first version wrote it.
    private static func insert(_ record: OperationRecord, _ position: Int64, _ db: Database) throws {
        let labels = try LabelColumn.encode(record.labels)
        try db.run(.insertOperation) {
            RecordColumns.bindFixed(record, labels: labels, to: &$0)
            RecordColumns.bindChanging(record, to: &$0)
            $0.time(Lifecycle.dueTime(of: record))
            $0.int(position)
            $0.text(record.name.text)
        }
    }
}
