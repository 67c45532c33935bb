import Logging
import OperationsCore
import OperationsEngine
import OperationsSQLite
import OperationsWire

/// Runs an engine on a store for as long as `body` takes.
func withEngine<Value: Sendable>(
    on store: any OperationStore, settings: EngineSettings = EngineSettings(), time: any TimeSource = SystemTime(),
    _ body: (OperationEngine) async throws -> Value
) async throws -> Value {
    let engine = try await OperationEngine(
        store: store, payloads: PayloadTypes.shared, settings: settings, time: time, logger: .silent)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await engine.run() }
        defer { group.cancelAll() }
        return try await body(engine)
    }
}

/// Runs an engine on a new SQLite file.
func withSQLiteEngine<Value: Sendable>(_ body: (OperationEngine) async throws -> Value) async throws -> Value {
    try await withTemporaryFolder { folder in
        let store = try SQLiteStore(path: folder + "/longrun.db", time: SystemTime())
        defer { store.close() }
        return try await withEngine(on: store, body)
    }
}
