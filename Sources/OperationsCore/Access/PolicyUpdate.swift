/// A change of a policy as SetIamPolicy asks for it: some parts are replaced as a whole, the others stay.
///
/// ```swift
/// let update = try PolicyUpdate(policy, mask: ["bindings"])
/// let after = try update.applied(to: stored, of: "operations/x")
/// ```
public struct PolicyUpdate: Hashable, Sendable {
    private enum Part {
        case bindings, auditConfigs
        /// Named for completeness: the etag is compared whenever there is one, and the version follows from the rest.
        case etag, version
    }

    private let policy: Policy
    private let parts: Set<Part>

    /// Checks all that can be checked without the stored policy.
    ///
    /// - Parameters:
    ///   - policy: its version is 0, 1 or 3; parts that are not replaced are not looked at.
    ///   - mask: `bindings`, `audit_configs`, `etag`, `version` or `*`, also in lowerCamelCase; none means bindings and
    ///     etag, so that audit configs are replaced only when they are named.
    /// - Throws: INVALID_FIELD.
    public init(_ policy: Policy, mask: [String] = []) throws(ServiceError) {
        self.policy = policy
        parts = try Self.parts(of: mask)
        try PolicyVersion.check(policy.version, field: "policy.version")
        if parts.contains(.bindings) { try policy.checkBindings() }
        if parts.contains(.auditConfigs) { try policy.checkAuditConfigs() }
    }

    /// The policy afterwards, with its new etag.
    ///
    /// - Parameters:
    ///   - stored: the policy of the resource; nil when it has none.
    ///   - resource: its name, for the error.
    /// - Throws: POLICY_CHANGED when the etag is not that of `stored`; INVALID_FIELD when there are conditions that a
    ///   caller of this version has not seen, or the whole is too large.
    public func applied(to stored: Policy?, of resource: String) throws(ServiceError) -> Policy {
        var result = stored ?? .none
        guard policy.etag.isEmpty || policy.etag == result.etag else { throw .policyChanged(resource) }
        if parts.contains(.bindings) {
            guard !result.hasConditions || policy.version >= PolicyVersion.conditional else {
                throw .invalid(
                    "policy.version",
                    "The present policy has conditions, which version 3 alone can change or remove: get it with "
                        + "requested_policy_version 3, and set it with version 3.")
            }
            result.bindings = policy.bindings
        }
        if parts.contains(.auditConfigs) { result.auditConfigs = policy.auditConfigs }
        try result.checkSize()
        result.version = result.leastVersion
        result.etag = PolicyEtag.of(result, after: result.etag)
        return result
    }

    private static func parts(of mask: [String]) throws(ServiceError) -> Set<Part> {
        guard !mask.isEmpty else { return [.bindings, .etag] }
        var parts: Set<Part> = []
        for path in mask {
            switch path {
            case "bindings": parts.insert(.bindings)
            case "audit_configs", "auditConfigs": parts.insert(.auditConfigs)
            case "etag": parts.insert(.etag)
            case "version": parts.insert(.version)
            case "*": parts.formUnion([.bindings, .auditConfigs, .etag, .version])
            default:
                throw .invalid(
                    "update_mask",
                    "Its paths are bindings, audit_configs (in JSON: auditConfigs), etag, version and *, and none below "
                        + "them.")
            }
        }
        return parts
    }
}

extension ServiceError {
    static func policyChanged(_ resource: String) -> ServiceError {
        ServiceError(
            .policyChanged,
            "The policy of '\(resource)' is not the one that this etag belongs to. Get it again, repeat your change on "
                + "what you get, and set that.", metadata: ["resource": resource])
    }
}
