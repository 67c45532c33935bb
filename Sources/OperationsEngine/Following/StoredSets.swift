import Logging
import OperationsCore

/// Keeps the descriptor sets in use the same as those in the store, whoever changes them there.
///
/// Sets are taken into use inside the transaction that reads or writes them. Such transactions run one after the other,
/// so what the last one saw stays in use.
final class StoredSets: Sendable {
    private let store: any OperationStore
    private let inUse: SetsInUse
    private let time: any TimeSource
    private let logger: Logger
    private let wanted = Signal()

    init(store: any OperationStore, payloads: any PayloadCatalogue, time: any TimeSource, logger: Logger) {
        self.store = store
        self.time = time
        self.logger = logger
        inUse = SetsInUse(payloads: payloads, logger: logger)
    }

    /// Takes the sets in the store into use before anybody else uses it.
    func loadFirst() async throws {
        inUse.useMost(of: try await store.descriptorSets())
    }

    /// Changes the sets in the store and those in use.
    func change<Value: Sendable>(
        _ change: @escaping @Sendable (SetsInUse, any StoreTransaction) throws -> Value
    ) async throws -> Value {
        do {
            return try await store.transact { [inUse] in try change(inUse, $0) }
        } catch {
            // Some run of the body may have taken into use what was not stored in the end.
            do { try await load() } catch { requestLoad() }
            throw error
        }
    }

    /// Lets ``run()`` load what is stored.
    func requestLoad() {
        wanted.set()
    }

    /// Loads whenever it was requested, until the task is cancelled.
    func run() async {
        await wanted.serve(by: time, load) { [logger] error in
            logger.error("The descriptor sets could not be read; trying again in 1 s", metadata: ["error": "\(error)"])
        }
    }

    private func load() async throws {
        try await store.transact { [inUse] in _ = inUse.useMost(of: try $0.descriptorSets()) }
    }
}
