import OperationsCore
import Testing

/// Policies for the tests of this folder.
enum PolicySamples {
    static let always = PolicyBinding(role: "roles/viewer", members: ["allUsers"])
    static let conditional = PolicyBinding(
        role: "roles/longrun.editor", members: ["user:ann@example.com"],
        condition: PolicyCondition(expression: "request.time < timestamp('2030-01-01T00:00:00Z')", title: "for now"))
    static let audit = AuditConfig(
        service: "allServices",
        logConfigs: [AuditLogConfig(logType: .dataRead, exemptedMembers: ["user:ann@example.com"])])

    /// As it is stored after it was set.
    static func stored(_ bindings: PolicyBinding..., audits: [AuditConfig] = []) throws -> Policy {
        let policy = Policy(version: 3, bindings: bindings, auditConfigs: audits)
        return try PolicyUpdate(policy, mask: ["*"]).applied(to: nil, of: "operations/x")
    }
}

/// The reason of the refusal, and the field it names.
struct Refusal: Equatable, CustomStringConvertible {
    let reason: ErrorReason
    let field: String?

    init(_ reason: ErrorReason, _ field: String?) {
        self.reason = reason
        self.field = field
    }

    var description: String { "\(reason) in \(field ?? "no field")" }
}

/// How `body` is refused; nil when it is not.
func refusal(_ body: () throws -> Void) -> Refusal? {
    do {
        try body()
        return nil
    } catch {
        let refused = error as? ServiceError
        return Refusal(refused?.reason ?? .internalFault, refused?.violations.first?.field)
    }
}
