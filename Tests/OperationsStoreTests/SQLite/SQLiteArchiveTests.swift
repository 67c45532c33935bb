import GRDB
import OperationsCore
import OperationsTestKit
import Testing

@testable import OperationsSQLite

@Suite struct SQLiteArchiveTests {
    @Test func aCopyThatWasInterruptedIsKnownAfterARestart() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/test.db"
            let secret = Array(0..<32 as Range<UInt8>)
            let store = try SQLiteStore(path: path, time: ManualTime())
            try await store.beginLoading(secret: secret, lastPosition: 77)
            store.close()
            let again = try SQLiteStore(path: path, time: ManualTime())
            #expect(try await again.isIncomplete())
            #expect(try await again.secret() == secret)
            #expect(try await again.lastPosition() == 77)
            try await again.endLoading()
            again.close()
            let whole = try SQLiteStore(path: path, time: ManualTime())
            defer { whole.close() }
            #expect(try await !whole.isIncomplete())
            #expect(try await whole.lastPosition() == 77)
        }
    }

    @Test(arguments: [
        ("UPDATE operations SET due_time = 1 WHERE due_time IS NOT NULL", "is due at another time"),
        (
            "INSERT INTO payloads (id, form, type_url, body) VALUES (800000, 0, '', x'')",
            "payloads has 1 row of an operation that"
        ),
        (
            "INSERT INTO labels (key, value, name, operation_id) VALUES ('k', 'v', 'n', 99)",
            "labels has 1 row of an operation that"
        ),
        ("DELETE FROM labels", "', of which the table labels knows nothing"),
        (
            "INSERT INTO labels SELECT key, value || 'x', name, operation_id FROM labels LIMIT 1",
            "labels has 1 row of which its operation knows nothing"
        ),
        ("UPDATE history SET operation_id = operation_id + 1000", "table history has"),
    ])
    func structuralFaultsAreFound(_ sql: String, _ words: String) async throws {
        try await withSQLiteStore { store, driver in
            try await driver.populateWidely(seed: 1)
            #expect(try await store.structuralFaults() == [])
            try await store.pool.writeWithoutTransaction { try $0.execute(sql: sql) }
            let faults = try await store.structuralFaults()
            #expect(faults.contains { $0.contains(words) }, "\(faults)")
        }
    }

    @Test func aDamagedIndexIsFound() async throws {
        try await withSQLiteStore { store, driver in
            try await driver.populateWidely(seed: 1)
            try await store.pool.writeWithoutTransaction { db in
                let version = try Int.fetchOne(db, sql: "PRAGMA schema_version") ?? 0
                // The number tells other connections to read the schema again.
                try db.execute(
                    sql: """
                        PRAGMA writable_schema = ON;
                        UPDATE sqlite_schema SET sql = replace(sql, 'queue, name', 'name, queue')
                        WHERE name = 'operations_queue';
                        PRAGMA schema_version = \(version + 1);
                        """)
            }
            let faults = try await store.structuralFaults()
            #expect(faults.contains { $0.hasPrefix("SQLite finds the file damaged: ") }, "\(faults)")
        }
    }

    @Test func whoDoesNotPrepareTheFileNeedsOneThatIsUpToDate() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/test.db"
            var options = SQLiteStore.Options()
            options.preparesFile = false
            #expect(throws: SQLiteStoreError.missing(path: path)) {
                try SQLiteStore(path: path, time: ManualTime(), options: options)
            }
            let queue = try DatabaseQueue(path: path)
            try StoreMigrator.migrator.migrate(queue, upTo: Migration002.identifier)
            try queue.close()
            #expect(throws: SQLiteStoreError.olderVersion(path: StoreLock.resolved(path))) {
                try SQLiteStore(path: path, time: ManualTime(), options: options)
            }
            let migration = try SQLiteStore.migrate(path: path)
            #expect(migration.present == ["001-operations", "002-listing"])
            #expect(migration.applied == ["003-descriptor-sets", "004-policies"])
            #expect(try SQLiteStore.migrate(path: path).applied == [])
            let store = try SQLiteStore(path: path, time: ManualTime(), options: options)
            defer { store.close() }
            #expect(try await store.schemaVersions() == migration.present + migration.applied)
            #expect(throws: SQLiteStoreError.inUse(path: StoreLock.resolved(path))) {
                try SQLiteStore.migrate(path: path)
            }
        }
    }
}
