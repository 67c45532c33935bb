import Logging
import OperationsCore

/// Looks for those who wait whether what they wait for has ended meanwhile, when it is not known what others have done.
final class LostTrack: Sendable {
    /// So many operations are looked up at once.
    private static let most = 1_000

    private let store: any OperationStore
    private let waiters: WaiterHub
    private let time: any TimeSource
    private let logger: Logger
    private let lost = Signal()

    init(store: any OperationStore, waiters: WaiterHub, time: any TimeSource, logger: Logger) {
        self.store = store
        self.waiters = waiters
        self.time = time
        self.logger = logger
    }

    /// Lets ``run()`` look.
    func look() {
        lost.set()
    }

    /// Looks whenever it is asked to, until the task is cancelled; a look that fails is begun again.
    func run() async {
        await lost.serve(by: time, endWaits) { [logger] error in
            logger.warning(
                "It cannot be looked for those who wait what has ended; trying again in 1 s",
                metadata: ["error": "\((error as? StoreFailure)?.sentence ?? "\(error)")"])
        }
    }

    private func endWaits() async throws {
        var names = waiters.names[...]
        while !names.isEmpty {
            try await withThrowingTaskGroup { group in
                for name in names.prefix(Self.most) { group.addTask { try await self.endWait(for: name) } }
                try await group.waitForAll()
            }
            names = names.dropFirst(Self.most)
        }
    }

    private func endWait(for name: OperationName) async throws {
        do {
            if case .live(let record) = try await store.lookup(name), !record.isDone { return }
        } catch let failure as StoreFailure where failure.names.contains(name) {
            // Who waits is told.
        }
        waiters.end(name)
    }
}
