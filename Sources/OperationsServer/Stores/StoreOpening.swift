import Logging
import OperationsCore
import OperationsEngine
import OperationsMemory
import OperationsPostgres
import OperationsSQLite

/// Opens the store that a configuration names.
enum StoreOpening {
    struct Opened: Sendable {
        let store: any ArchivableStore
        /// Where it is, for the log.
        var place: Logger.Metadata = [:]
        /// The same for each name of one store; nil when that is not known.
        var identity: @Sendable () async throws -> String? = { nil }
        let close: @Sendable () async -> Void
    }

    enum Purpose {
        case serving
        /// Nothing of it changes: it must be there, and up to date.
        case reading
        /// The same, by a user who may do no more than read, or at a standby.
        case checking
        /// It is made when it is not there.
        case filling
    }

    static func open(
        _ name: StoreName, for purpose: Purpose, postgres settings: PostgresSettings, logger: Logger
    ) async throws(ServerStartError) -> Opened {
        do {
            let opened = try await openAny(name, purpose, settings, logger)
            guard purpose == .serving, try await opened.store.isIncomplete() else { return opened }
            await opened.close()
            throw MaintenanceError.incomplete
        } catch {
            throw ServerStartError(storeError: error)
        }
    }

    /// Brings the schema up to date, and makes it when it is not there.
    static func migrate(
        _ name: StoreName, postgres settings: PostgresSettings
    ) async throws(ServerStartError) -> SchemaMigration {
        do {
            switch name {
            case .memory: throw nothingKept
            case .sqlite(let path): return try SQLiteStore.migrate(path: path)
            case .postgres(let connection): return try await PostgresStore.migrate(options(connection, settings))
            }
        } catch {
            throw ServerStartError(storeError: error)
        }
    }

    /// Whether there can be a store of this name that keeps anything; nothing is opened.
    static func checkKept(_ name: StoreName, postgres settings: PostgresSettings) throws(ServerStartError) {
        switch name {
        case .memory: throw nothingKept
        case .sqlite: return
        case .postgres(let connection):
            do throws(PostgresStoreError) {
                try PostgresStore.check(options(connection, settings))
            } catch {
                throw ServerStartError(storeError: error)
            }
        }
    }

    private static func openAny(
        _ name: StoreName, _ purpose: Purpose, _ settings: PostgresSettings, _ logger: Logger
    ) async throws -> Opened {
        switch name {
        case .memory:
            guard purpose == .serving else { throw nothingKept }
            return Opened(store: MemoryStore(time: SystemTime()), close: {})
        case .sqlite(let path):
            var options = SQLiteStore.Options()
            options.preparesFile = purpose == .serving || purpose == .filling
            let store = try SQLiteStore(path: path, time: SystemTime(), options: options)
            return Opened(store: store, close: { store.close() })
        case .postgres(let connection):
            var options = options(connection, settings)
            options.migrates = purpose == .filling || purpose == .serving && settings.migrates
            options.onlyReads = purpose == .checking
            let store = try await PostgresStore.open(options, logger: logger)
            return Opened(store: store, place: store.place.metadata, identity: store.identity) { await store.close() }
        }
    }

    private static func options(_ connection: String, _ settings: PostgresSettings) -> PostgresStore.Options {
        var options = PostgresStore.Options(connection: connection)
        options.schema = settings.schema
        options.connections = settings.connections
        options.changes = settings.changes == .listen ? .listen : .poll(every: settings.pollInterval)
        return options
    }

    private static let nothingKept = ServerStartError(
        "The store 'memory:' keeps nothing; name sqlite:FILE or postgres://USER@HOST/DATABASE.", .invalidStore)
}
