import Foundation
import GRDB
import OperationsCore
import OperationsTestKit
import Testing

@testable import OperationsSQLite

@Suite struct FailingDiskTests {
    @Test func aFullDiskRefusesWritesAndGoesOnReading() async throws {
        try await withSQLiteStore { store, driver in
            let kept = try await driver.start("kept")
            let used = try await setLimit(ofPages: 1, in: store)
            let failure = await #expect(throws: StoreFailure.self) { try await startBig("big", driver) }
            #expect(isFull(try #require(failure)))
            #expect(store.fault == nil)
            #expect(try await driver.record(kept.name) == kept)
            #expect(try await store.lookup(OperationName("operations/big")) == .unknown)
            #expect(try await store.changes(after: 0, limit: 9).count == 1)

            try await setLimit(ofPages: used + 10_000, in: store)
            try await startBig("big", driver)
            #expect(try await store.changes(after: 0, limit: 9).count == 2)
        }
    }

    @Test func aBrokenFileStopsWritesForGood() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/test.db"
            let store = try SQLiteStore(path: path, time: ManualTime())
            defer { store.close() }
            let driver = StoreDriver(store: store, time: ManualTime())
            try await driver.start("a", request: Samples.payload(String(repeating: "x", count: 50_000)))
            try await spoil(path, store)
            let thrown = await #expect(throws: StoreFailure.self) {
                try await driver.apply(.cancel(gracePeriod: .zero), to: OperationName("operations/a"))
            }
            let failure = try #require(thrown)
            #expect(isBroken(failure), "\(failure)")
            #expect(store.fault == failure)
            await #expect(throws: failure) { try await driver.inspect { _ in } }
        }
    }

    private func isFull(_ failure: StoreFailure) -> Bool {
        if case .full = failure { true } else { false }
    }

    private func isBroken(_ failure: StoreFailure) -> Bool {
        if case .broken = failure { true } else { false }
    }

    private func startBig(_ id: String, _ driver: StoreDriver) async throws {
        try await driver.start(id, request: Samples.payload(String(repeating: "x", count: 1_000_000)))
    }

    /// - Returns: the pages in use.
    @discardableResult
    private func setLimit(ofPages pages: Int, in store: SQLiteStore) async throws -> Int {
        try await store.pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA max_page_count = \(pages)")
            return try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        }
    }

    /// Overwrites every page but the first, behind SQLite's back.
    private func spoil(_ path: String, _ store: SQLiteStore) async throws {
        try await store.pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            try db.execute(sql: "PRAGMA cache_size = 0; PRAGMA shrink_memory")
        }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        defer { try? file.close() }
        let size = try file.seekToEnd()
        try file.seek(toOffset: 4_096)
        try file.write(contentsOf: Data(repeating: 0xEE, count: Int(size) - 4_096))
    }
}
