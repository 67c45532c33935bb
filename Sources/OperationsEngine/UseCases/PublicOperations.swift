public import OperationsCore

/// The methods of google.longrunning.Operations and google.iam.v1.IAMPolicy, each as far as the services in the
/// configuration offer it.
///
/// The doors of the public contract call these; longrun.v1, for those who make operations, is not restricted.
public struct PublicOperations: Sendable {
    private let engine: OperationEngine
    private var services: ServiceCatalogue { engine.settings.services }

    public init(_ engine: OperationEngine) {
        self.engine = engine
    }

    /// As ``OperationEngine/listOperations(under:filter:pageSize:pageToken:)``.
    public func list(
        under name: String, filter: String = "", pageSize: Int32 = 0, pageToken: String = ""
    ) async throws(ServiceError) -> Page<OperationRecord> {
        try services.check(.list, on: name)
        return try await engine.listOperations(
            under: name, filter: filter, pageSize: pageSize, pageToken: pageToken)
    }

    /// As ``OperationEngine/get(_:)``.
    public func get(_ name: String) async throws(ServiceError) -> OperationRecord {
        try services.check(.get, on: name)
        return try await engine.get(name)
    }

    /// The record, if it can be answered at once; see ``OperationEngine/cachedRecord(named:)``.
    public func cachedRecord(named name: String) -> CachedRecord? {
        guard let cached = engine.cachedRecord(named: name) else { return nil }
        return services.isOpen || (try? services.check(.get, on: name)) != nil ? cached : nil
    }

    /// As ``OperationEngine/delete(_:)``.
    public func delete(_ name: String) async throws(ServiceError) {
        try services.check(.delete, on: name)
        try await engine.delete(name)
    }

    /// As ``OperationEngine/cancel(_:)``.
    public func cancel(_ name: String) async throws(ServiceError) {
        try services.check(.cancel, on: name)
        try await engine.cancel(name)
    }

    /// As ``OperationEngine/wait(for:timeout:context:)``.
    public func wait(
        for name: String, timeout: Duration?, context: CallContext
    ) async throws(ServiceError) -> OperationRecord {
        try services.check(.wait, on: name)
        return try await engine.wait(for: name, timeout: timeout, context: context)
    }

    /// As ``OperationEngine/startWait(for:timeout:context:whenOver:)``.
    public func startWait(
        for name: String, timeout: Duration?, context: CallContext,
        whenOver: @escaping @Sendable (OperationRecord?) -> Void
    ) throws(ServiceError) -> OperationEngine.WaitStart {
        try services.check(.wait, on: name)
        return try engine.startWait(for: name, timeout: timeout, context: context, whenOver: whenOver)
    }

    /// As ``OperationEngine/policy(of:requestedVersion:)``.
    public func policy(of resource: String, requestedVersion: Int32) async throws(ServiceError) -> Policy {
        try services.check(.getIamPolicy, on: resource)
        return try await engine.policy(of: resource, requestedVersion: requestedVersion)
    }

    /// As ``OperationEngine/setPolicy(_:of:updateMask:)``.
    public func setPolicy(
        _ policy: Policy, of resource: String, updateMask: [String]
    ) async throws(ServiceError) -> Policy {
        try services.check(.setIamPolicy, on: resource)
        return try await engine.setPolicy(policy, of: resource, updateMask: updateMask)
    }

    /// As ``OperationEngine/testPermissions(_:on:prefix:)``, with the permissions of the resource's service.
    public func testPermissions(
        _ permissions: [String], on resource: String
    ) async throws(ServiceError) -> [String] {
        do throws(ServiceError) {
            try services.check(.testIamPermissions, on: resource)
        } catch {
            guard error.reason == .serviceNotFound else { throw error }
            // Nobody has a permission on what does not exist.
            try PermissionTest.check(permissions)
            return []
        }
        return try await engine.testPermissions(
            permissions, on: resource, prefix: services.permissionPrefix(of: resource))
    }

    /// Why a method is not offered for a name; nil when some service offers it.
    public func refusal(of method: ServiceMethod, on name: String) -> ServiceError? {
        do throws(ServiceError) {
            try services.check(method, on: name)
            return nil
        } catch {
            return error
        }
    }
}
