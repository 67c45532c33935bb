import OperationsCore
import OperationsTestKit
import Synchronization

/// Remembers which sets are in use; refuses those whose content is a zero, and two of the same content.
final class NotedPayloads: PayloadCatalogue {
    private struct State {
        var ids: [String] = []
        var watchers: [(ids: [String], continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var used: [String] { state.withLock { $0.ids } }

    /// Returns as soon as these sets are in use.
    func using(_ ids: [String]) async {
        await withCheckedContinuation { continuation in
            let isNow = state.withLock { state in
                guard state.ids != ids else { return true }
                state.watchers.append((ids, continuation))
                return false
            }
            if isNow { continuation.resume() }
        }
    }

    func use(_ sets: [DescriptorSet]) throws(ServiceError) {
        guard sets.allSatisfy({ $0.content != [0] }), Set(sets.map(\.content)).count == sets.count else {
            throw ServiceError(.invalidDescriptors, "This one is bad.")
        }
        let watchers = state.withLock { state in
            state.ids = sets.map(\.id)
            defer { state.watchers.removeAll { $0.ids == state.ids } }
            return state.watchers.filter { $0.ids == state.ids }
        }
        for watcher in watchers { watcher.continuation.resume() }
    }

    func messageTypes(of set: DescriptorSet) -> [String] { [] }

    func view(of payload: Payload) -> PayloadView { TextPayloads().view(of: payload) }

    func conventionalMetadata(of record: OperationRecord) -> PayloadView {
        TextPayloads().conventionalMetadata(of: record)
    }
}
