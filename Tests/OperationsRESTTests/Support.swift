import OperationsCore
import OperationsEngine
import OperationsMemory
import OperationsWire

func engine(_ services: ServiceCatalogue = .open) async throws -> OperationEngine {
    var settings = EngineSettings()
    settings.services = services
    return try await OperationEngine(
        store: MemoryStore(time: SystemTime()), payloads: try PayloadTypes(), settings: settings)
}
