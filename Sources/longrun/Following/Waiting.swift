import OperationsAPI
import OperationsClient

/// Waits for an operation, with a progress bar on a terminal.
enum Waiting {
    /// How long a server that is lost while one waits is sought again: 60 s, enough for a restart.
    static let patience = Duration.seconds(60)

    /// - Returns: the operation, done.
    static func wait(
        _ name: String, _ client: OperationsClient, _ display: ProgressDisplay
    ) async throws -> Google_Longrunning_Operation {
        // Asked first, so that a wrong name or an absent server is told at once.
        let first = try await client.get(name)
        guard !first.done else { return first }
        defer { display.clear() }
        return try await withThrowingTaskGroup(of: Google_Longrunning_Operation?.self) { group in
            group.addTask { try await client.handle(name).wait(patience: patience) }
            if display.isVisible {
                group.addTask {
                    await show(name, client, display)
                    return nil
                }
            }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let result { return result }
            }
            throw CancellationError()
        }
    }

    /// Waits, prints the result, and says what becomes of the operation when Ctrl-C is pressed.
    static func follow(_ name: String, _ client: OperationsClient, format: OutputFormat) async throws {
        let operation = try await untilInterrupted(note: "Stopped waiting; \(name) goes on.") {
            try await wait(name, client, ProgressDisplay())
        }
        try OperationResult.report(operation, format: format)
    }

    /// Until streams exist, the bar asks once a second; the wait itself does not.
    private static func show(_ name: String, _ client: OperationsClient, _ display: ProgressDisplay) async {
        while !Task.isCancelled {
            guard let record = try? await client.record(name), !record.isDone else { return }
            display.show(record)
            try? await Task.sleep(for: .seconds(1))
        }
    }
}
