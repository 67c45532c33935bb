import OperationsCore
import OperationsTestKit
import PostgresClient
import Testing

@testable import OperationsPostgres

@Suite(.enabled(if: TestDatabase.isThere)) struct PostgresArchiveTests {
    @Test(arguments: StoreConformance.archive)
    func conforms(_ testCase: ArchiveConformanceCase) async throws {
        try await withSchema { schema in
            let opened = OpenStores()
            let result = await Result<Void, any Error> {
                let names = Names([schema, schema + "_copy"])
                try await StoreConformance {
                    try await opened.add(PostgresStore.open(TestDatabase.options(await names.next(), time: $0)))
                }.run(testCase)
            }
            await opened.closeAll()
            try await TestDatabase.drop(schema + "_copy")
            try result.get()
        }
    }

    @Test func aCopyThatWasInterruptedIsKnownToEveryNode() async throws {
        try await withPostgresStore { store, _ in
            let secret = Array(0..<32 as Range<UInt8>)
            try await store.beginLoading(secret: secret, lastPosition: 77 << 20)
            let known = try await withAnother(store) { other in
                (try await other.isIncomplete(), try await other.secret(), try await other.lastPosition())
            }
            #expect(known.0 && known.1 == secret && known.2 >= 77 << 20)
            try await store.endLoading()
            #expect(try await withAnother(store) { try await !$0.isIncomplete() })
        }
    }

    /// Retention drops days rather than deleting lines, of what was copied too.
    @Test func linesOfPastDaysGetPartitions() async throws {
        try await withPostgresStore { store, driver in
            let now = driver.time.now
            let days = [0, 1, 30, 365, 366, 4_000]
            try await store.beginLoading(secret: Array(0..<32), lastPosition: 9)
            let items = days.enumerated().map { number, day in Self.item(number, created: now + .seconds(-86_400 * day))
            }
            try await store.load(items.map(\.0))
            try await store.load(items.map(\.1))
            try await store.load([])
            let schema = store.schema.text
            let counts = try await TestDatabase.run(schema) { session in
                let sql = "SELECT (SELECT count(*) FROM history), (SELECT count(*) FROM history_default)"
                session.queue(PostgresStatement(unkept: sql))
                return try session.flush(within: .seconds(5)).first?.first { [$0.int(), $0.int()] }
            }
            #expect(counts == [6, 2])
        }
    }

    @Test(arguments: [
        ("UPDATE operations SET due_time = now() WHERE due_time IS NOT NULL", "is due at another time"),
        (
            "INSERT INTO labels (key, value, name) VALUES ('k', 'v', 'n')",
            "labels has 1 row of an operation that does not"
        ),
        ("DELETE FROM labels", "', of which the table labels knows nothing"),
        ("UPDATE labels SET value = value || 'x'", "rows of which their operations know nothing"),
        ("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'operations_queue'::regclass", "operations_queue"),
    ])
    func structuralFaultsAreFound(_ sql: String, _ words: String) async throws {
        try await withPostgresStore { store, driver in
            try await driver.populateWidely(seed: 1)
            #expect(try await store.structuralFaults() == [])
            try await TestDatabase.run(store.schema.text) { try $0.execute(sql, within: .seconds(5)) }
            let faults = try await store.structuralFaults()
            #expect(faults.contains { $0.contains(words) }, "\(faults)")
        }
    }

    @Test func aStoreIsTheSameUnderEveryName() async throws {
        try await withTwoStores { one, other in
            let one = try #require(one.store as? PostgresStore)
            let other = try #require(other.store as? PostgresStore)
            let identity = try #require(try await one.identity())
            #expect(try await other.identity() == identity)
            try await withPostgresStore { stranger, _ in
                let foreign = try await stranger.identity()
                #expect(foreign != nil && foreign != identity)
            }
        }
    }

    @Test func whatDoesNotFitIsToldWithoutWordsOfTheServer() async throws {
        try await withPostgresStore { store, driver in
            try await store.beginLoading(secret: Array(0..<32), lastPosition: 9)
            let line = Self.item(1, created: driver.time.now).1
            let error = await #expect(throws: ArchiveLoadingError.self) { try await store.load([line]) }
            #expect(error == .misfit("an item of the source"))
        }
    }

    /// As a backup does, which reads the tables while a copy comes to its end.
    @Test func whoHoldsATableOfTheTargetIsNoticedAndMayLeave() async throws {
        try await withPostgresStore { store, _ in
            try await store.beginLoading(secret: Array(0..<32), lastPosition: 9)
            let reader = try await TestDatabase.open(store.schema.text)
            try await reader.run { try $0.execute("BEGIN; LOCK commits IN ACCESS SHARE MODE", within: .seconds(5)) }
            await #expect(throws: ArchiveLoadingError.inUse) { try await store.endLoading() }
            #expect(try await store.isIncomplete())
            try await reader.run { try $0.execute("COMMIT", within: .seconds(5)) }
            await reader.close()
            try await store.endLoading()
            #expect(try await !store.isIncomplete())
        }
    }

    @Test func migratingSaysWhatWasThere() async throws {
        try await withSchema { schema in
            let options = try TestDatabase.options(schema)
            let first = try await PostgresStore.migrate(options)
            #expect(first.present.isEmpty && first.applied.first == "1")
            let second = try await PostgresStore.migrate(options)
            #expect(second.present == first.applied && second.applied.isEmpty)
            let store = try await PostgresStore.open(options)
            #expect(try await store.schemaVersions() == first.applied)
            await store.close()
        }
    }

    private func withAnother<Value>(
        _ store: PostgresStore, _ body: (PostgresStore) async throws -> Value
    ) async throws -> Value {
        let other = try await PostgresStore.open(store.options)
        do {
            let value = try await body(other)
            await other.close()
            return value
        } catch {
            await other.close()
            throw error
        }
    }

    /// An operation and its first line.
    private static func item(_ number: Int, created: Timestamp) -> (ArchiveItem, ArchiveItem) {
        let name = OperationName(stored: "operations/n\(number)")
        let record = OperationRecord(name: name, queue: "q", createTime: created, timeToLive: .seconds(60))
        let entry = HistoryEntry(
            revision: 1, time: created, kind: .started, from: nil, to: .pending, attempt: 0, actor: "client")
        let place = Int64(number + 1)
        return (
            .operation(ArchivedOperation(record: record, creationNumber: place, position: place)),
            .history(ArchivedHistoryEntry(name: name, entry: entry))
        )
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}

/// Gives each store that is opened another schema.
private actor Names {
    private var names: [String]

    init(_ names: [String]) {
        self.names = names.reversed()
    }

    func next() -> String {
        names.popLast() ?? ""
    }
}
