import OperationsCore
import Synchronization

/// Answers lookups by as few queries as it can: one of those who wait asks for all.
final class LookupBatcher: Sendable {
    /// What falls to one who waits.
    private indirect enum Part: Sendable {
        case answer(Result<Lookup, any Error>)
        /// Ask for all of these, among whose first oneself is the first.
        case lead([Queue.Entry])
    }

    private typealias Queue = LookupQueue<CheckedContinuation<Part, Never>>

    private let queue = Mutex(Queue())

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
        _ entries: [Queue.Entry], _ read: @escaping @Sendable ([OperationName]) async throws -> Found,
        own name: OperationName
    ) async -> Result<Lookup, any Error> {
        let found: Result<Found, any Error>
        do {
            // In a task of its own: who leads may be cancelled, and the others wait.
            let names = entries.map(\.name)
            found = .success(try await Task { try await read(names) }.value)
        } catch {
            found = .failure(error)
        }
        Self.take(queue.withLock { $0.finish(at: .now) })
        func answer(_ name: OperationName) -> Result<Lookup, any Error> {
            found.flatMap { $0[name] ?? .success(.unknown) }
        }
        for (index, entry) in entries.enumerated() {
            let part = Part.answer(answer(entry.name))
            for waiter in index == 0 ? entry.waiters.dropFirst() : entry.waiters[...] { waiter.resume(returning: part) }
        }
        return answer(name)
    }

    private static func take(_ step: Queue.Step) {
        for waiter in step.refused { waiter.resume(returning: .answer(.failure(tooMany))) }
        step.asked.first?.waiters.first?.resume(returning: .lead(step.asked))
    }

    private static var tooMany: ServiceError {
        ServiceError(
            .serverBusy, "Too many callers wait to read from the database. Try again in a moment.",
            retryDelay: .seconds(1))
    }
}
