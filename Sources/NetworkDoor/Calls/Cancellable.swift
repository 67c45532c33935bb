import Synchronization

/// Runs the work of a call in a child task that is cancelled with the call; returns what it threw.
func cancellable(
    by cancellation: Cancellation, _ work: @escaping @Sendable () async throws -> Void
) async -> (any Error)? {
    await withTaskGroup(of: Result<Void, any Error>?.self) { group in
        let (cancelled, signal) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        cancellation.whenCancelled { _ in signal.yield() }
        group.addTask {
            do {
                try await work()
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        group.addTask {
            for await _ in cancelled { break }
            return nil
        }
        var outcome: Result<Void, any Error>?
        while outcome == nil, let next = await group.next() {
            if let next { outcome = next } else { group.cancelAll() }
        }
        group.cancelAll()
        if case .failure(let error) = outcome { return error }
        return nil
    }
}
