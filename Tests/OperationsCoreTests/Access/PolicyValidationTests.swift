import OperationsCore
import Testing

/// What a policy may be, whatever is stored.
@Suite struct PolicyValidationTests {
    private func refused(_ policy: Policy, mask: [String] = ["*"]) -> Refusal? {
        refusal {
            _ = try PolicyUpdate(policy, mask: mask).applied(to: nil, of: "operations/x")
        }
    }

    private func members(_ count: Int, kind: String = "user") -> [String] {
        (0..<count).map { "\(kind):m\($0)@example.com" }
    }

    @Test(arguments: [0, 1, 3] as [Int32])
    func versionsThatThereAre(_ version: Int32) {
        #expect(refused(Policy(version: version, bindings: [PolicySamples.always])) == nil)
    }

    @Test(arguments: [-1, 2, 4, .min, .max] as [Int32])
    func versionsThatThereAreNot(_ version: Int32) {
        #expect(refused(Policy(version: version)) == Refusal(.invalidField, "policy.version"))
        #expect(refused(Policy(version: version), mask: ["audit_configs"]) == Refusal(.invalidField, "policy.version"))
    }

    @Test func aConditionNeedsVersion3() {
        let bindings = [PolicySamples.always, PolicySamples.conditional]
        for version in [0, 1] as [Int32] {
            let policy = Policy(version: version, bindings: bindings)
            #expect(refused(policy) == Refusal(.invalidField, "policy.version"))
        }
        #expect(refused(Policy(version: 3, bindings: bindings)) == nil)
    }

    @Test func aBindingHasARoleAndMembers() {
        let bindings = [
            (PolicyBinding(role: "", members: ["allUsers"]), "role"),
            (PolicyBinding(role: "roles/\u{0}", members: ["allUsers"]), "role"),
            (PolicyBinding(role: "roles/viewer", members: []), "members"),
            (PolicyBinding(role: "roles/viewer", members: [""]), "members[0]"),
        ]
        for (binding, field) in bindings {
            let policy = Policy(bindings: [PolicySamples.always, binding])
            #expect(refused(policy) == Refusal(.invalidField, "policy.bindings[1].\(field)"))
        }
    }

    @Test func aConditionHasAnExpression() {
        var binding = PolicySamples.conditional
        binding.condition?.expression = ""
        #expect(
            refused(Policy(version: 3, bindings: [binding]))
                == Refusal(.invalidField, "policy.bindings[0].condition.expression"))
    }

    @Test(arguments: ["roles/owner", "roles/editor", "roles/viewer"])
    func basicRolesTakeNoCondition(_ role: String) {
        var binding = PolicySamples.conditional
        binding.role = role
        let policy = Policy(version: 3, bindings: [binding])
        #expect(refused(policy) == Refusal(.invalidField, "policy.bindings[0].condition"))
        binding.condition = nil
        #expect(refused(Policy(bindings: [binding])) == nil)
    }

    @Test(arguments: ["allUsers", "allAuthenticatedUsers"])
    func thePublicTakesNoCondition(_ member: String) {
        var binding = PolicySamples.conditional
        binding.members.append(member)
        let policy = Policy(version: 3, bindings: [binding])
        #expect(refused(policy) == Refusal(.invalidField, "policy.bindings[0].condition"))
        binding.condition = nil
        #expect(refused(Policy(bindings: [binding])) == nil)
    }

    @Test func membersAreCountedAsOftenAsTheyStandThere() {
        let tenTimes = (0..<10).map { PolicyBinding(role: "roles/r\($0)", members: members(150)) }
        #expect(refused(Policy(bindings: tenTimes)) == nil)
        #expect(
            refused(Policy(bindings: tenTimes + [PolicySamples.always])) == Refusal(.invalidField, "policy.bindings"))
    }

    @Test func groupsAreCounted() {
        let half = PolicyBinding(role: "roles/viewer", members: members(125, kind: "group"))
        #expect(refused(Policy(bindings: [half, half])) == nil)
        let more = PolicyBinding(role: "roles/editor", members: ["deleted:group:a@example.com?uid=1"])
        #expect(refused(Policy(bindings: [half, half, more])) == Refusal(.invalidField, "policy.bindings"))
    }

    @Test func theWholeIsBounded() throws {
        // Six texts at 8 bytes each, the role, the member and the expression leave this much for the description.
        var binding = PolicyBinding(
            role: "roles/x.y", members: ["user:a@b.c"], condition: PolicyCondition(expression: "true"))
        let rest = 64 * 1_024 - 6 * 8 - 9 - 10 - 4
        binding.condition?.description = String(repeating: "x", count: rest)
        let policy = Policy(version: 3, bindings: [binding])
        #expect(refused(policy) == nil)
        var larger = policy
        larger.bindings[0].condition?.location = "x"
        #expect(refused(larger) == Refusal(.invalidField, "policy"))
        // What is stored counts too.
        let stored = try PolicyUpdate(policy).applied(to: nil, of: "operations/x")
        let audits = Policy(auditConfigs: [PolicySamples.audit])
        let update = try PolicyUpdate(audits, mask: ["audit_configs"])
        #expect(
            refusal { _ = try update.applied(to: stored, of: "operations/x") }
                == Refusal(.invalidField, "policy"))
        #expect(throws: Never.self) { try update.applied(to: nil, of: "operations/x") }
    }

    @Test func auditConfigsAreChecked() {
        var config = PolicySamples.audit
        config.service = ""
        let policy = Policy(auditConfigs: [PolicySamples.audit, config])
        #expect(refused(policy) == Refusal(.invalidField, "policy.audit_configs[1].service"))
        config = PolicySamples.audit
        config.logConfigs.append(AuditLogConfig(logType: .adminRead, exemptedMembers: ["allUsers", "nobody"]))
        #expect(
            refused(Policy(auditConfigs: [config]))
                == Refusal(.invalidField, "policy.audit_configs[0].audit_log_configs[1].exempted_members[1]"))
        let many = (0..<9_000).map { AuditConfig(service: "s\($0)", logConfigs: []) }
        #expect(refused(Policy(auditConfigs: many)) == Refusal(.invalidField, "policy"))
    }

    @Test func whatIsNotReplacedIsNotLookedAt() {
        let wrong = Policy(
            bindings: [PolicyBinding(role: "", members: [])], auditConfigs: [AuditConfig(service: "", logConfigs: [])])
        #expect(refused(wrong, mask: ["etag"]) == nil)
        #expect(refused(wrong, mask: ["bindings"]) == Refusal(.invalidField, "policy.bindings[0].role"))
        #expect(refused(wrong, mask: ["auditConfigs"]) == Refusal(.invalidField, "policy.audit_configs[0].service"))
        #expect(refused(wrong, mask: []) == Refusal(.invalidField, "policy.bindings[0].role"))
    }
}
