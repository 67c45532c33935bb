import Logging
import OperationsCore
import Synchronization

/// Tells the log once of each operation whose row cannot be read and is passed over.
final class DamageReports: Sendable {
    /// So many are remembered.
    private static let mostNames = 1_000

    private let names = Mutex<Set<OperationName>>([])
    private let logger: Logger

    init(logger: Logger) {
        self.logger = logger
    }

    func report(_ row: UnreadableRow) {
        guard let name = row.name else { return }
        let isNew = names.withLock { names in
            if names.count >= Self.mostNames { names = [] }
            return names.insert(name).inserted
        }
        guard isNew else { return }
        logger.error(
            "What is stored of an operation cannot be read, so nobody works on it; 'longrun store check' tells more",
            metadata: ["operation": "\(name)", "found": "\(row.what)"])
    }
}
