import UnixSignals

/// Runs `body` until it ends or INT or TERM comes.
///
/// - Parameter note: what to tell whoever pressed Ctrl-C.
/// - Throws: ``CommandFailure`` with status 128 and the signal's number, 130 for INT.
func untilInterrupted<Result: Sendable>(
    note: String, _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    return try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask { try await body() }
        group.addTask {
            for await signal in signals { throw CommandFailure(.signal(signal.rawValue), note) }
            return nil
        }
        defer { group.cancelAll() }
        while let result = try await group.next() {
            if let result { return result }
        }
        throw CancellationError()
    }
}
