import OperationsCore
import OperationsEngine
import OperationsMemory
import OperationsSQLite

/// Opens the store that a configuration names.
enum StoreOpening {
    struct Opened {
        let store: any OperationStore
        let close: @Sendable () -> Void
    }

    static func open(_ name: String) throws(ServerStartError) -> Opened {
        if name == "memory:" {
            return Opened(store: MemoryStore(time: SystemTime())) {}
        }
        guard name.hasPrefix("sqlite:"), name.count > "sqlite:".count else {
            throw ServerStartError("The store '\(name)' is not known; write sqlite:FILE, or memory: for trials.")
        }
        do {
            let store = try SQLiteStore(path: String(name.dropFirst("sqlite:".count)), time: SystemTime())
            return Opened(store: store) { store.close() }
        } catch {
            throw ServerStartError("\(error)")
        }
    }
}
