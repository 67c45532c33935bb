import Logging
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
        return try await changeSets { [payloads] transaction in
            let set = DescriptorSet(id: id, content: content, updateTime: transaction.now)
            let others = try transaction.descriptorSets().filter { $0.id != id }
            try DescriptorSetRules.check(count: others.count + 1)
            try payloads.use(others + [set])
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
        try await changeSets { [payloads] transaction in
            let others = try transaction.descriptorSets().filter { $0.id != id }
            guard try transaction.removeDescriptorSet(id) else {
                throw ServiceError(
                    .descriptorSetNotFound, "There is no '\(name)'; list the sets to see what there is.",
                    metadata: ["name": name])
            }
            try payloads.use(others)
        }
    }

    /// The full names of the messages that a set declares, in order.
    public func messageTypes(of set: DescriptorSet) -> [String] {
        payloads.messageTypes(of: set)
    }

    /// Transactions run one after the other, so what they take into use is in order too; one that fails takes back what
    /// it took.
    private func changeSets<Value: Sendable>(
        _ change: @escaping @Sendable (any StoreTransaction) throws -> Value
    ) async throws -> Value {
        do {
            let value = try await store.transact(change)
            // What is kept of records may have been encoded with the types before.
            cache.removeAll()
            return value
        } catch {
            await Self.useStoredSets(of: store, payloads, logger)
            throw ServiceError(storeError: error)
        }
    }

    /// A set that does not go together with what the server was started with is told in the log; the server serves.
    static func useStoredSets(
        of store: any OperationStore, _ payloads: any PayloadCatalogue, _ logger: Logger
    ) async {
        do {
            let sets = try await store.descriptorSets()
            if !sets.isEmpty { try payloads.use(sets) }
        } catch {
            logger.error("The descriptor sets in the store cannot be used", metadata: ["error": "\(error)"])
        }
    }
}
