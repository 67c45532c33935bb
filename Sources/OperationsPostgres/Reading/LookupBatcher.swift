import OperationsCore
import Synchronization

/// Answers lookups by as few queries as it can: one of those who wait asks for all.
final class LookupBatcher: Sendable {
    /// What falls to one who waits.
    private indirect enum Part: Sendable {
        case answer(Result<Lookup, any Error>)
        /// Ask for all of these, among whom the first is oneself.
        case lead([Entry])
    }

    private typealias Entry = LookupQueue<CheckedContinuation<Part, Never>>.Entry

    private let queue = Mutex(LookupQueue<CheckedContinuation<Part, Never>>(mostRunning: 4, mostNames: 500))

    /// - Parameter read: one query for many names; it must answer each.
    func lookup(
        _ name: OperationName, _ read: @escaping @Sendable ([OperationName]) async throws -> [OperationName: Lookup]
    ) async throws -> Lookup {
        let part = await withCheckedContinuation { continuation in
            let entries = queue.withLock { $0.add(name, continuation) }
            if let entries { Self.hand(entries) }
        }
        switch part {
        case .answer(let result): return try result.get()
        case .lead(let entries): return try await lead(entries, read, own: name).get()
        }
    }

    private func lead(
        _ entries: [Entry], _ read: @escaping @Sendable ([OperationName]) async throws -> [OperationName: Lookup],
        own name: OperationName
    ) async -> Result<Lookup, any Error> {
        let found: Result<[OperationName: Lookup], any Error>
        do {
            // In a task of its own: who leads may be cancelled, and the others wait.
            let names = Array(Set(entries.map(\.name)))
            found = .success(try await Task { try await read(names) }.value)
        } catch {
            found = .failure(error)
        }
        if let next = queue.withLock({ $0.finish() }) { Self.hand(next) }
        for entry in entries.dropFirst() {
            entry.waiter.resume(returning: .answer(found.map { $0[entry.name] ?? .unknown }))
        }
        return found.map { $0[name] ?? .unknown }
    }

    private static func hand(_ entries: [Entry]) {
        entries.first?.waiter.resume(returning: .lead(entries))
    }
}
