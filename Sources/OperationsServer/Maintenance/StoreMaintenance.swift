import Logging
public import OperationsCore
public import OperationsEngine
import OperationsSQLite

/// What can be done with a store while no server serves from it, as the command line asks for it.
///
/// ```swift
/// let maintenance = StoreMaintenance(configuration: configuration)
/// let contents = try await maintenance.copy(from: "sqlite:longrun.db", to: "postgres://longrun@localhost/longrun")
/// ```
///
/// All functions throw ``ServerStartError`` with a sentence for whoever asked.
public struct StoreMaintenance: Sendable {
    private let configuration: ServerConfiguration

    /// - Parameter configuration: says how stores on PostgreSQL are used; the store that it names is not touched.
    public init(configuration: ServerConfiguration) {
        self.configuration = configuration
    }

    /// Reads all of a store, and says what is not as it must be. The store is not changed.
    public func check(_ name: String, report: @escaping MaintenanceReport = { _ in }) async throws -> StoreCheckReport {
        try await withStore(name, for: .checking) { try await StoreCheck.run(on: $0.store, report: report) }
    }

    /// Moves everything from one store into another that is empty, and compares both.
    public func copy(
        from source: String, to target: String, report: @escaping MaintenanceReport = { _ in }
    ) async throws -> StoreContents {
        // Before anything is made.
        let names = (try StoreName(source), try StoreName(target))
        try StoreOpening.checkKept(names.0, postgres: configuration.postgres)
        try StoreOpening.checkKept(names.1, postgres: configuration.postgres)
        guard !isSameFile(names.0, names.1) else { throw ServerStartError(storeError: MaintenanceError.sameStore) }
        return try await withStore(source, for: .reading) { source in
            guard try await !source.store.isIncomplete() else { throw MaintenanceError.incomplete }
            return try await withStore(target, for: .filling) { target in
                if let identity = try await source.identity(), try await target.identity() == identity {
                    throw MaintenanceError.sameStore
                }
                return try await StoreCopy(from: source.store, to: target.store, report: report).run()
            }
        }
    }

    /// A file is known before it is opened, which would find it in use.
    private func isSameFile(_ source: StoreName, _ target: StoreName) -> Bool {
        guard case .sqlite(let source) = source, case .sqlite(let target) = target else { return false }
        guard let identity = FileIdentity(path: source) else { return source == target }
        return FileIdentity(path: target) == identity
    }

    /// Brings the schema of a store up to date, as a server does at its start; makes the store when it is not there.
    public func migrate(_ name: String) async throws -> SchemaMigration {
        try await StoreOpening.migrate(StoreName(name), postgres: configuration.postgres)
    }

    private func withStore<Value>(
        _ name: String, for purpose: StoreOpening.Purpose, _ work: (StoreOpening.Opened) async throws -> Value
    ) async throws -> Value {
        var logger = ServerLogging.logger(label: "longrun", configuration: configuration)
        logger.logLevel = max(logger.logLevel, .warning)
        let opened = try await StoreOpening.open(
            StoreName(name), for: purpose, postgres: configuration.postgres, logger: logger)
        do {
            let value = try await work(opened)
            await opened.close()
            return value
        } catch {
            await opened.close()
            throw ServerStartError(storeError: error)
        }
    }
}
