public import OperationsCore

/// Message types that are added while the server runs.
extension OperationEngine {
    /// Makes types known, from now on and after a restart. A set of the same id is replaced.
    ///
    /// - Parameters:
    ///   - id: 1 to 63 lower-case letters, digits and hyphens.
    ///   - content: a google.protobuf.FileDescriptorSet of at most 3 MiB.
    /// - Throws: INVALID_FIELD; INVALID_DESCRIPTORS when it is no such set or contradicts what is known.
    public func addDescriptorSet(_ id: String, content: [UInt8]) async throws -> DescriptorSet {
        try DescriptorSetRules.check(id: id)
        try DescriptorSetRules.check(content: content)
        return try await changeSets { sets, transaction in
            let set = DescriptorSet(id: id, content: content, updateTime: transaction.now)
            let before = try transaction.descriptorSets()
            let others = before.filter { $0.id != id }
            try DescriptorSetRules.check(count: others.count + 1)
            try sets.use(others, and: set, insteadOf: before)
            try transaction.put(set)
            return set
        }
    }

    public func descriptorSets() async throws -> [DescriptorSet] {
        try await reading { try await self.store.descriptorSets() }
    }

    /// Forgets a set.
    ///
    /// - Throws: DESCRIPTOR_SET_NOT_FOUND; INVALID_DESCRIPTORS when another set needs it.
    public func deleteDescriptorSet(_ name: String) async throws {
        let id = try DescriptorSetRules.id(inName: name)
        try await changeSets { sets, transaction in
            let all = try transaction.descriptorSets()
            guard try transaction.removeDescriptorSet(id) else {
                throw ServiceError(
                    .descriptorSetNotFound, "There is no '\(name)'; list the sets to see what there is.",
                    metadata: ["name": name])
            }
            try sets.use(all.filter { $0.id != id }, insteadOf: all)
        }
    }

    /// The full names of the messages that a set declares, in order.
    public func messageTypes(of set: DescriptorSet) -> [String] {
        payloads.messageTypes(of: set)
    }

    private func changeSets<Value: Sendable>(
        _ change: @escaping @Sendable (SetsInUse, any StoreTransaction) throws -> Value
    ) async throws -> Value {
        // What is kept of records may have been encoded with the types before.
        defer { cache.removeAll() }
        do {
            return try await storedSets.change(change)
        } catch {
            throw ServiceError(storeError: error)
        }
    }
}
