public import OperationsCore

extension OperationEngine {
    /// The record, if it is at hand in memory; a door may answer from it at once, without a task.
    ///
    /// - Parameter name: the full name, as the caller spelled it.
    public func cachedRecord(named name: String) -> CachedRecord? {
        cache.cached(name)
    }

    /// The latest state of an operation.
    public func get(_ name: String) async throws(ServiceError) -> OperationRecord {
        if let record = cache.record(named: name) { return record }
        return try await get(try OperationName(name))
    }

    func get(_ name: OperationName) async throws(ServiceError) -> OperationRecord {
        if let record = cache.record(named: name.text) { return record }
        let epoch = cache.epoch
        let found = try await reading { () async throws in try await store.lookup(name) }
        let record = try found.record(named: name)
        cache.fill(record, since: epoch)
        return record
    }
}
