public import OperationsCore

extension OperationEngine {
    /// Asks for an operation to be cancelled. Nobody has leased it: it is cancelled at once; else its holder is told,
    /// and loses the lease after the grace period (default 30 s). Of a finished operation nothing changes.
    public func cancel(_ name: String) async throws(ServiceError) {
        try await apply(.cancel(gracePeriod: settings.cancelGracePeriod), to: try OperationName(name))
    }
}
