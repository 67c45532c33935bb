import Testing

@testable import OperationsCore

/// What replaces what, and when the stored policy forbids it.
@Suite struct PolicyUpdateTests {
    private let other = PolicyBinding(role: "roles/editor", members: ["user:bob@example.com"])
    private let otherAudit = AuditConfig(service: "longrun.dev", logConfigs: [])

    private func after(_ policy: Policy, mask: [String] = [], on stored: Policy? = nil) throws(ServiceError) -> Policy {
        try PolicyUpdate(policy, mask: mask).applied(to: stored, of: "operations/x")
    }

    private func refused(_ policy: Policy, mask: [String] = [], on stored: Policy? = nil) -> Refusal? {
        refusal { _ = try after(policy, mask: mask, on: stored) }
    }

    @Test(arguments: [
        ([], true, false), (["bindings"], true, false), (["bindings", "etag"], true, false),
        (["audit_configs"], false, true), (["auditConfigs"], false, true), (["etag"], false, false),
        (["version"], false, false), (["*"], true, true), (["bindings", "audit_configs", "bindings"], true, true),
        (["etag", "*"], true, true),
    ])
    func theMaskSaysWhatIsReplaced(_ mask: [String], _ bindings: Bool, _ audits: Bool) throws {
        let stored = try PolicySamples.stored(PolicySamples.always, audits: [PolicySamples.audit])
        let policy = Policy(version: 1, bindings: [other], auditConfigs: [otherAudit], etag: stored.etag)
        let result = try after(policy, mask: mask, on: stored)
        #expect(result.bindings == [bindings ? other : PolicySamples.always])
        #expect(result.auditConfigs == [audits ? otherAudit : PolicySamples.audit])
        #expect(result.version == 1)
    }

    @Test(arguments: [
        "", "binding", "Bindings", "bindings.role", "bindings.*", "auditconfigs", "policy.bindings", "name",
    ])
    func otherPathsAreRefused(_ path: String) {
        for mask in [[path], ["bindings", path], ["*", path]] {
            #expect(refused(Policy(), mask: mask) == Refusal(.invalidField, "update_mask"))
        }
    }

    @Test func anOldEtagIsRefused() throws {
        let first = try after(Policy(bindings: [PolicySamples.always], etag: Policy.none.etag))
        let second = try after(Policy(bindings: [other], etag: first.etag), on: first)
        for mask in [[], ["bindings"], ["audit_configs"], ["etag"], ["version"], ["*"]] {
            for etag in [first.etag, Policy.none.etag, [0], second.etag + [0]] {
                let late = Policy(bindings: [PolicySamples.always], etag: etag)
                #expect(refused(late, mask: mask, on: second) == Refusal(.policyChanged, nil))
            }
        }
        let error = #expect(throws: ServiceError.self) { try after(Policy(etag: first.etag), on: second) }
        #expect(error?.metadata == ["resource": "operations/x"])
    }

    @Test func theFirstPolicyOfAllIsGuardedToo() throws {
        let first = try after(Policy(bindings: [PolicySamples.always], etag: Policy.none.etag))
        #expect(refused(Policy(bindings: [other], etag: Policy.none.etag), on: first) == Refusal(.policyChanged, nil))
        #expect(refused(Policy(bindings: [other], etag: first.etag)) == Refusal(.policyChanged, nil))
    }

    @Test func withoutAnEtagItIsReplacedAnyway() throws {
        let stored = try PolicySamples.stored(PolicySamples.always)
        #expect(try after(Policy(bindings: [other]), on: stored).bindings == [other])
    }

    @Test func everyChangeGivesANewEtag() throws {
        var seen: Set<[UInt8]> = [Policy.none.etag]
        var policy: Policy?
        for round in 0..<20 {
            let bindings = [round.isMultiple(of: 2) ? PolicySamples.always : other]
            let next = try after(Policy(bindings: bindings), on: policy)
            #expect(seen.insert(next.etag).inserted)
            policy = next
        }
    }

    @Test func policiesThatDifferHaveOtherEtags() throws {
        var renamed = PolicySamples.conditional
        renamed.condition?.title = ""
        renamed.condition?.description = "for now"
        let policies = [
            Policy(bindings: [PolicySamples.always]), Policy(auditConfigs: [PolicySamples.audit]),
            Policy(bindings: [PolicySamples.always], auditConfigs: [PolicySamples.audit]),
            Policy(bindings: [PolicySamples.conditional]),
            Policy(bindings: [renamed]), Policy(bindings: [other, PolicySamples.always]),
            Policy(bindings: [PolicySamples.always, other]),
            Policy(bindings: [PolicySamples.always, PolicySamples.always]),
            Policy(bindings: [PolicyBinding(role: "ab", members: ["c"])]),
            Policy(bindings: [PolicyBinding(role: "a", members: ["bc"])]),
            Policy(bindings: [PolicyBinding(role: "a", members: ["b", "c"])]),
        ]
        #expect(Set(policies.map { PolicyEtag.of($0, after: []) }).count == policies.count)
    }

    @Test func whatSaysNothingIsAsIfItHadNeverBeen() throws {
        let stored = try PolicySamples.stored(PolicySamples.conditional, audits: [PolicySamples.audit])
        let cleared = try after(Policy(version: 3, etag: stored.etag), mask: ["*"], on: stored)
        #expect(cleared == .none && cleared.isEmpty)
        let rest = try after(Policy(version: 3), on: stored)
        #expect(
            rest.version == 0 && rest.bindings.isEmpty && rest.auditConfigs == [PolicySamples.audit] && !rest.isEmpty)
        #expect(rest.etag != Policy.none.etag)
    }

    /// Version 3 alone can touch the bindings of a policy with conditions, with an etag and without.
    @Test(arguments: [0, 1] as [Int32])
    func conditionsAreNotLostUnseen(_ version: Int32) throws {
        let stored = try PolicySamples.stored(PolicySamples.always, PolicySamples.conditional)
        for etag in [[], stored.etag] {
            for mask in [[], ["bindings"], ["*"]] {
                let blind = Policy(version: version, bindings: [PolicySamples.always], etag: etag)
                #expect(refused(blind, mask: mask, on: stored) == Refusal(.invalidField, "policy.version"))
                #expect(refused(Policy(version: version, etag: etag), mask: mask, on: stored) != nil)
            }
            let audits = Policy(version: version, auditConfigs: [PolicySamples.audit], etag: etag)
            let result = try after(audits, mask: ["audit_configs"], on: stored)
            #expect(result.bindings == stored.bindings && result.version == 3)
        }
        let seeing = Policy(version: 3, bindings: [PolicySamples.always], etag: stored.etag)
        let result = try after(seeing, on: stored)
        #expect(result.bindings == [PolicySamples.always] && result.version == 1)
    }

    @Test func theVersionFollowsFromTheBindings() throws {
        #expect(try after(Policy(version: 3, bindings: [PolicySamples.always])).version == 1)
        #expect(try after(Policy(version: 3, bindings: [PolicySamples.conditional])).version == 3)
        #expect(try after(Policy(version: 3)).version == 0)
    }
}
