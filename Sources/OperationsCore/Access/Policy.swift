/// Who may do what with a resource (google.iam.v1.Policy).
///
/// ```swift
/// var policy = try await engine.policy(of: "operations/x", requestedVersion: 3)
/// policy.bindings.append(PolicyBinding(role: "roles/viewer", members: ["user:ann@example.com"]))
/// policy = try await engine.setPolicy(policy, of: "operations/x")
/// ```
public struct Policy: Hashable, Sendable {
    /// 0, 1 or 3. A caller says with it what it understands: conditions from 3 on. What is stored and shown has the
    /// least version that tells it all: 3 with conditions, 1 with other bindings, 0 without any.
    public var version: Int32
    public var bindings: [PolicyBinding]
    public var auditConfigs: [AuditConfig]
    /// Changes whenever the policy is set. Empty in a change that is to be made whatever the policy is by now.
    public var etag: [UInt8]

    public init(
        version: Int32 = 0, bindings: [PolicyBinding] = [], auditConfigs: [AuditConfig] = [], etag: [UInt8] = []
    ) {
        self.version = version
        self.bindings = bindings
        self.auditConfigs = auditConfigs
        self.etag = etag
    }

    /// The policy of a resource for which none is stored.
    public static let none = Policy(etag: PolicyEtag.none)

    public var hasConditions: Bool {
        bindings.contains { $0.condition != nil }
    }

    /// True when it says no more than ``none``.
    public var isEmpty: Bool {
        bindings.isEmpty && auditConfigs.isEmpty
    }
}
