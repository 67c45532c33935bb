/// The bounds of policies and of questions about them.
public enum PolicyLimits {
    /// Members of all bindings, each counted as often as it stands there.
    public static let principals = 1_500
    /// Groups among them.
    public static let groups = 250
    /// Bytes of the name of a role.
    static let roleLength = 300
    /// All texts of a policy, and 8 bytes for each: 64 KiB.
    public static let size = 64 * 1_024
    /// Permissions that one call asks about.
    public static let permissions = 100
}

extension Policy {
    /// The bytes that ``PolicyLimits/size`` bounds.
    var size: Int {
        bindings.reduce(0) { $0 + $1.size } + auditConfigs.reduce(0) { $0 + $1.size }
    }
}

extension PolicyBinding {
    fileprivate var size: Int {
        let parts = condition.map { [$0.expression, $0.title, $0.description, $0.location] } ?? []
        return cost(of: [role]) + cost(of: members) + cost(of: parts)
    }
}

extension AuditConfig {
    fileprivate var size: Int {
        logConfigs.reduce(cost(of: [service])) { $0 + cost(of: [$1.logType.rawValue]) + cost(of: $1.exemptedMembers) }
    }
}

private func cost(of texts: [String]) -> Int {
    texts.reduce(0) { $0 + $1.utf8.count + 8 }
}
