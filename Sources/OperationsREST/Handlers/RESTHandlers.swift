import OperationsEngine
import OperationsWire

/// Answers each route by one call of the engine.
struct RESTHandlers: Sendable {
    let engine: OperationEngine
    /// For JSON.
    let codec: PayloadCodec

    func answer(_ route: Route, _ call: RESTCall) async throws -> RESTAnswer {
        switch route {
        case .listOperations(let parent): try await listOperations(parent, call)
        case .getOperation(let name): try await getOperation(name, call)
        case .deleteOperation(let name): try await deleteOperation(name, call)
        case .cancelOperation(let name): try await cancelOperation(name, call)
        case .waitOperation(let name): try await waitOperation(name, call)
        case .startOperation(let parent): try await startOperation(parent, call)
        case .batchStart(let parent): try await batchStart(parent, call)
        case .batchComplete(let parent): try await batchComplete(parent, call)
        case .lease(let parent): try await lease(parent, call)
        case .heartbeat(let name): try await heartbeat(name, call)
        case .complete(let name): try await complete(name, call)
        case .fail(let name): try await fail(name, call)
        case .release(let name): try await release(name, call)
        case .getRecord(let name): try await getRecord(name, call)
        case .listRecords(let parent): try await listRecords(parent, call)
        case .history(let name): try await history(name, call)
        case .addDescriptorSet: try await addDescriptorSet(call)
        case .listDescriptorSets: try await listDescriptorSets(call)
        case .deleteDescriptorSet(let name): try await deleteDescriptorSet(name, call)
        case .liveness: .text(200, "ok\n")
        case .readiness:
            engine.fault == nil ? .text(200, "ready\n") : .text(503, "not ready: no writes until a restart\n")
        }
    }
}
