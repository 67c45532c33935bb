import OperationsCore
import OperationsSQLite
import OperationsTestKit

/// Runs `body` with an empty store and a driver on manual time.
func withSQLiteStore(
    options: SQLiteStore.Options = SQLiteStore.Options(), _ body: (SQLiteStore, StoreDriver) async throws -> Void
) async throws {
    try await withTemporaryDirectory { directory in
        let time = ManualTime()
        let store = try SQLiteStore(path: directory + "/test.db", time: time, options: options)
        defer { store.close() }
        try await body(store, StoreDriver(store: store, time: time))
    }
}
