import Foundation
import GRDB
import OperationsCore
import OperationsTestKit
import Testing

@testable import OperationsSQLite

@Suite struct OpeningTests {
    @Test func aSecondServerIsRefused() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/test.db"
            let first = try SQLiteStore(path: path, time: ManualTime())
            let error = SQLiteStoreError.inUse(path: StoreLock.resolved(path))
            #expect(throws: error) { try SQLiteStore(path: path, time: ManualTime()) }
            #expect("\(error)".hasSuffix("is in use by another longrun server."))
            first.close()
            try SQLiteStore(path: path, time: ManualTime()).close()
        }
    }

    @Test func aSymbolicLinkIsTheSameDatabase() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/test.db"
            let first = try SQLiteStore(path: path, time: ManualTime())
            defer { first.close() }
            try FileManager.default.createSymbolicLink(atPath: directory + "/link.db", withDestinationPath: path)
            #expect(throws: SQLiteStoreError.inUse(path: StoreLock.resolved(path))) {
                try SQLiteStore(path: directory + "/link.db", time: ManualTime())
            }
        }
    }

    @Test func theLockGoesWithAKilledProcess() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/test.db"
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["flock", "--no-fork", "--exclusive", path + ".lock", "sleep", "60"]
            try process.run()
            try await waitUntil { (try? SQLiteStore(path: path, time: ManualTime()).close()) == nil }
            #expect(throws: SQLiteStoreError.self) { try SQLiteStore(path: path, time: ManualTime()) }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
    }

    @Test func aFileOfANewerVersionIsRefused() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/test.db"
            let store = try SQLiteStore(path: path, time: ManualTime())
            try await store.pool.write { db in
                try db.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('999-later')")
            }
            store.close()
            #expect(throws: SQLiteStoreError.newerVersion(path: StoreLock.resolved(path))) {
                try SQLiteStore(path: path, time: ManualTime())
            }
        }
    }

    @Test func aFileThatIsNoDatabaseIsRefused() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/test.db"
            try Data("no database at all, but text ".utf8 + Array(repeating: 0x41, count: 5_000))
                .write(to: URL(fileURLWithPath: path))
            #expect { try SQLiteStore(path: path, time: ManualTime()) } throws: { "\($0)".contains("cannot be opened") }
        }
    }

    @Test func aDirectoryThatDoesNotExistIsRefused() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/none/test.db"
            #expect { try SQLiteStore(path: path, time: ManualTime()) } throws: {
                "\($0)".hasPrefix("The database '\(path)' cannot be opened: ")
            }
        }
    }

    @Test func migrationsRunOnce() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/test.db"
            for _ in 0..<2 {
                let store = try SQLiteStore(path: path, time: ManualTime())
                let applied = try await store.pool.read { try StoreMigrator.migrator.appliedIdentifiers($0) }
                #expect(applied == ["001-operations", "002-listing", "003-descriptor-sets", "004-policies"])
                store.close()
            }
        }
    }
}
