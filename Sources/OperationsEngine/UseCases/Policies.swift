public import OperationsCore

/// The policies of operations and of their parents. They are kept and shown; nothing is refused because of one yet.
extension OperationEngine {
    /// The policy of a resource; ``Policy/none`` when none was set.
    ///
    /// - Parameters:
    ///   - resource: the full name of an operation, or of a parent.
    ///   - requestedVersion: 0, 1 or 3; before 3, bindings with conditions are left out.
    /// - Throws: INVALID_FIELD; what ``get(_:)`` throws for an operation that does not exist.
    public func policy(
        of resource: String, requestedVersion: Int32 = 0
    ) async throws(ServiceError) -> Policy {
        try PolicyVersion.check(requestedVersion, field: "options.requested_policy_version")
        let resource = try PolicyResource(resource)
        let stored = try await stored(at: resource)
        // Asked for last: an operation that goes in between is not shown as one without a policy.
        if case .operation(let name) = resource { _ = try await get(name) }
        return (stored ?? .none).shown(toVersion: requestedVersion)
    }

    /// Replaces the policy of a resource, or parts of it, durably. One that says nothing is no longer kept.
    ///
    /// - Parameters:
    ///   - policy: with the etag it was read with, unless it is to be set whatever is there by now.
    ///   - resource: as of ``policy(of:requestedVersion:)``.
    ///   - updateMask: the parts to replace; none means `bindings` and `etag`.
    /// - Returns: the policy with its new etag, as a caller of the given policy's version is shown it.
    /// - Throws: INVALID_FIELD; POLICY_CHANGED when the etag is not the present one; what ``get(_:)`` throws for an
    ///   operation that does not exist.
    public func setPolicy(
        _ policy: Policy, of resource: String, updateMask: [String] = []
    ) async throws(ServiceError) -> Policy {
        let resource = try PolicyResource(resource)
        let update = try PolicyUpdate(policy, mask: updateMask)
        do {
            let result = try await store.transact { try Self.apply(update, to: resource, in: $0) }
            return result.shown(toVersion: policy.version)
        } catch {
            throw ServiceError(storeError: error)
        }
    }

    /// Those of the permissions that everyone has on a resource, in their order and each once. Who asks is not known
    /// yet, so only what its policy gives to `allUsers` counts.
    ///
    /// - Parameters:
    ///   - permissions: 1 to 100, such as `longrun.operations.get`.
    ///   - resource: as of ``policy(of:requestedVersion:)``; on one that does not exist nobody has any.
    ///   - prefix: what the permissions of this server begin with.
    /// - Throws: INVALID_FIELD.
    public func testPermissions(
        _ permissions: [String], on resource: String, prefix: String = PermissionTest.defaultPrefix
    ) async throws(ServiceError) -> [String] {
        let resource = try PolicyResource(resource)
        try PermissionTest.check(permissions)
        // An operation that does not exist has no policy either.
        return PermissionTest.granted(permissions, by: try await stored(at: resource), prefix: prefix)
    }

    private func stored(at resource: PolicyResource) async throws(ServiceError) -> Policy? {
        try await reading { () async throws in try await store.policy(of: resource.name) }
    }

    private static func apply(
        _ update: PolicyUpdate, to resource: PolicyResource, in transaction: any StoreTransaction
    ) throws -> Policy {
        if case .operation(let name) = resource {
            _ = try (transaction.lookup([name])[name] ?? .unknown).record(named: name)
        }
        let result = try update.applied(to: transaction.policy(of: resource.name), of: resource.name)
        if result.isEmpty {
            try transaction.removePolicy(of: resource.name)
        } else {
            try transaction.put(result, of: resource.name)
        }
        return result
    }
}
