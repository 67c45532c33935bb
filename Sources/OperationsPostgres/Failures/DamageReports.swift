import Logging
import OperationsCore
import Synchronization

/// The operations whose rows cannot be read, which are passed over where any others do. The log is told of each once;
/// after a minute they are looked at again, since somebody may have mended them.
final class DamageReports: Sendable {
    private struct State {
        var told: Set<String> = []
        var passedOver: [OperationName: ContinuousClock.Instant] = [:]
    }

    /// So many are remembered.
    private static let mostNames = 1_000
    private static let patience = Duration.seconds(60)

    private let state = Mutex(State())
    private let logger: Logger

    init(logger: Logger) {
        self.logger = logger
    }

    /// Those that need not be asked for at present.
    var names: [OperationName] {
        state.withLock { state in
            guard !state.passedOver.isEmpty else { return [] }
            let now = ContinuousClock.now
            state.passedOver = state.passedOver.filter { $0.value + Self.patience > now }
            return Array(state.passedOver.keys)
        }
    }

    /// - Returns: what `read` reads; nil for what cannot be read, which is told to the log.
    func unlessUnreadable<Value>(_ read: () throws -> Value) throws -> Value? {
        do {
            return try read()
        } catch let unreadable as UnreadableRow {
            guard let name = unreadable.name else { throw unreadable }
            state.withLock { state in
                if state.passedOver.count < Self.mostNames { state.passedOver[name] = .now }
            }
            tell(unreadable)
            return nil
        }
    }

    /// Tells the log, unless it was told of this operation before.
    func tell(_ row: UnreadableRow) {
        let name = row.name?.text ?? ""
        let isNew = state.withLock { state in
            if state.told.count >= Self.mostNames { state.told = [] }
            return state.told.insert(name).inserted
        }
        guard isNew else { return }
        logger.error(
            "What is stored cannot be read, and is passed over where others can be; 'longrun store check' tells more",
            metadata: ["of": "\(name)", "found": "\(row.what)"])
    }
}
