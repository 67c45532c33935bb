import OperationsSQLite
import Synchronization

/// Every SQL statement a store runs.
final class StatementTrace: Sendable {
    private let texts = Mutex<[String]>([])

    var options: SQLiteStore.Options {
        var options = SQLiteStore.Options()
        options.onStatement = { [self] sql in texts.withLock { $0.append(sql) } }
        return options
    }

    func reset() {
        _ = take()
    }

    /// What ran since the last call.
    func take() -> [String] {
        texts.withLock { texts in
            defer { texts = [] }
            return texts
        }
    }
}
