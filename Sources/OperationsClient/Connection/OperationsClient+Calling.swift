import GRPCCore

extension OperationsClient {
    /// How long a call that does not wait for anything may take: 30 s.
    static let callTimeout = Duration.seconds(30)
    /// The largest answer that is taken: 16 MiB; a page of a server ends far earlier.
    private static let largestAnswer = 16 * 1_024 * 1_024

    /// Makes one call and turns every failure into ``ClientError`` or `CancellationError`.
    ///
    /// - Parameter timeout: nil for a call that waits as long as the server lets it.
    func call<Answer: Sendable>(
        timeout: Duration? = callTimeout, _ body: (CallOptions) async throws -> Answer
    ) async throws -> Answer {
        var options = CallOptions.defaults
        options.timeout = timeout
        options.maxResponseMessageBytes = Self.largestAnswer
        do {
            return try await body(options)
        } catch {
            throw translate(error)
        }
    }

    /// A cancelled call surfaces as an RPCError that hides the cancellation.
    private func translate(_ error: any Error) -> any Error {
        guard !Task.isCancelled, !(error is CancellationError) else { return CancellationError() }
        switch error {
        case let error as RPCError where error.cause is CancellationError: return CancellationError()
        case let error as RPCError: return ClientError(error, endpoint: endpoint)
        default: return ClientError(unexpected: error, endpoint: endpoint)
        }
    }
}
