public import OperationsAPI

/// One operation and the client to ask about it.
///
/// ```swift
/// let handle = client.handle("operations/nightly")
/// let operation = try await handle.wait()
/// ```
public struct OperationHandle: Sendable {
    /// The operation's name.
    public let name: String
    let client: OperationsClient

    /// Gets the operation as it is.
    public func get() async throws -> Google_Longrunning_Operation {
        try await client.get(name)
    }

    /// Asks for cancellation.
    public func cancel() async throws {
        try await client.cancel(name)
    }

    /// Waits until the operation is done. Stopping to wait does not cancel it.
    ///
    /// - Parameter patience: how long a server that cannot be reached, or says it is not available, is asked again,
    ///   from its last answer on. Default 0 s: the first failure is thrown.
    /// - Returns: the operation, done; look at its `result` for whether it succeeded.
    /// - Throws: NOT_FOUND when it is deleted or expires meanwhile.
    public func wait(patience: Duration = .zero) async throws -> Google_Longrunning_Operation {
        let clock = ContinuousClock()
        var backoff = Backoff()
        var lastAnswer = clock.now
        while true {
            let asked = clock.now
            do {
                let operation = try await client.wait(name)
                if operation.done { return operation }
                lastAnswer = clock.now
            } catch let error as ClientError where error.isTransient {
                guard lastAnswer.duration(to: clock.now) < patience else { throw error }
            }
            // A server that is about to stop answers at once: do not ask it in a tight loop.
            if asked.duration(to: clock.now) > .seconds(1) { backoff.reset() }
            try await Task.sleep(for: backoff.next(random: .random(in: 0..<1)))
        }
    }
}

extension OperationsClient {
    /// A handle to an operation whose name is known; asks nothing.
    public func handle(_ name: String) -> OperationHandle {
        OperationHandle(name: name, client: self)
    }
}
