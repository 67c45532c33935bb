import OperationsCore

/// Policies, and what they are made of.
extension Perturbations {
    static func policy() -> Perturbations {
        group(
            Policy(version: 1),
            [
                ("version", { $0.version = 3 }), ("bindings", { $0.bindings = [PolicyBinding(role: "", members: [])] }),
                ("auditConfigs", { $0.auditConfigs = [AuditConfig(service: "", logConfigs: [])] }),
                ("etag", { $0.etag = [0] }),
            ], as: item)
    }

    static func binding() -> Perturbations {
        group(
            PolicyBinding(role: "r", members: ["a"]),
            [
                ("role", { $0.role = "s" }), ("members", { $0.members = [] }), ("members", { $0.members = ["a", ""] }),
                ("condition", { $0.condition = PolicyCondition(expression: "") }),
            ]
        ) { item(Policy(bindings: [$0])) }
    }

    static func condition() -> Perturbations {
        group(
            PolicyCondition(expression: ""),
            [
                ("expression", { $0.expression = "x" }), ("title", { $0.title = "x" }),
                ("description", { $0.description = "x" }), ("location", { $0.location = "x" }),
            ]
        ) { item(Policy(bindings: [PolicyBinding(role: "", members: [], condition: $0)])) }
    }

    static func audit() -> Perturbations {
        group(
            AuditConfig(service: "s", logConfigs: []),
            [
                ("service", { $0.service = "t" }),
                ("logConfigs", { $0.logConfigs = [AuditLogConfig(logType: .dataRead)] }),
            ]
        ) { item(Policy(auditConfigs: [$0])) }
    }

    static func log() -> Perturbations {
        group(
            AuditLogConfig(logType: .dataRead),
            [
                ("logType", { $0.logType = .adminRead }), ("exemptedMembers", { $0.exemptedMembers = [""] }),
            ]
        ) { item(Policy(auditConfigs: [AuditConfig(service: "", logConfigs: [$0])])) }
    }

    private static func item(_ policy: Policy) -> ArchiveItem {
        .policy(ArchivedPolicy(resource: "projects/p", policy: policy))
    }
}
