public import OperationsCore

extension OperationEngine {
    /// Extends a lease, stores progress, and tells whether cancellation was requested.
    ///
    /// - Returns: the record afterwards, with its extended lease.
    /// - Throws: LEASE_LOST for a token that holds no lease; the attempt should stop then.
    public func heartbeat(_ name: String, _ beat: Heartbeat) async throws(ServiceError) -> OperationRecord {
        let name = try OperationName(name)
        try FieldRules.checkToken(beat.token)
        try FieldRules.checkProgress(beat.progressPercent, message: beat.statusMessage)
        if let duration = beat.duration { try FieldRules.checkLeaseDuration(duration) }
        return try await change(.heartbeat(beat), name)
    }
}
