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

    private let queue = Mutex(LookupQueue<CheckedContinuation<Part, Never>>())

    typealias Found = [OperationName: Result<Lookup, any Error>]

    /// - Parameter read: one query for many names; those it does not answer are unknown.
    func lookup(
        _ name: OperationName, _ read: @escaping @Sendable ([OperationName]) async throws -> Found
    ) async throws -> Lookup {
        let part = await withCheckedContinuation { continuation in
            Self.take(queue.withLock { $0.add(name, continuation, at: .now) })
        }
        switch part {
        case .answer(let result): return try result.get()
        case .lead(let entries): return try await lead(entries, read, own: name).get()
        }
    }

    private func lead(
        _ entries: [Entry], _ read: @escaping @Sendable ([OperationName]) async throws -> Found,
        own name: OperationName
    ) async -> Result<Lookup, any Error> {
        let found: Result<Found, any Error>
        do {
            // In a task of its own: who leads may be cancelled, and the others wait.
            let names = Array(Set(entries.map(\.name)))
            found = .success(try await Task { try await read(names) }.value)
        } catch {
            found = .failure(error)
        }
        Self.take(queue.withLock { $0.finish(at: .now) })
        for entry in entries.dropFirst() {
            entry.waiter.resume(returning: .answer(found.flatMap { $0[entry.name] ?? .success(.unknown) }))
        }
        return found.flatMap { $0[name] ?? .success(.unknown) }
    }

    private static func take(_ step: LookupQueue<CheckedContinuation<Part, Never>>.Step) {
        for entry in step.refused { entry.waiter.resume(returning: .answer(.failure(tooMany))) }
        step.asked.first?.waiter.resume(returning: .lead(step.asked))
    }

    private static var tooMany: StoreFailure {
        .unavailable("Too many lookups wait for the database, or wait for too long.")
    }
}
