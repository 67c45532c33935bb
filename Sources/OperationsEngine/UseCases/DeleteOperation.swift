public import OperationsCore

extension OperationEngine {
    /// Makes an operation disappear, at once and in any state. The work is not cancelled: its worker learns of the
    /// deletion with its next call.
    public func delete(_ name: String) async throws(ServiceError) {
        try await apply(.delete(tombstoneRetention: settings.tombstoneRetention), to: try OperationName(name))
    }
}
