import OperationsCore
import OperationsEngine
import OperationsTestKit
import Testing

/// Policies as callers get, set and test them.
@Suite struct PolicyTests {
    private let viewers = PolicyBinding(role: "roles/viewer", members: ["allUsers"])
    private let conditional = PolicyBinding(
        role: "roles/longrun.editor", members: ["user:ann@example.com"],
        condition: PolicyCondition(expression: "true", title: "always"))
    private let audit = AuditConfig(service: "allServices", logConfigs: [AuditLogConfig(logType: .dataRead)])

    @Test func whatIsSetIsGot() async throws {
        try await withEngine { fixture async throws in
            let engine = fixture.engine
            let name = try await engine.start(StartRequest(parent: try Parent("projects/p"))).name.text
            for resource in [name, "projects/p", "projects/p/locations/l"] {
                var policy = try await engine.policy(of: resource)
                #expect(policy == .none)
                policy.bindings = [viewers]
                let first = try await engine.setPolicy(policy, of: resource)
                #expect(first.version == 1 && first.bindings == [viewers] && first.etag != policy.etag)
                #expect(try await engine.policy(of: resource) == first)
                policy = first
                policy.version = 3
                policy.bindings.append(conditional)
                policy.auditConfigs = [audit]
                let second = try await engine.setPolicy(policy, of: resource)
                #expect(second.version == 3 && second.bindings == [viewers, conditional])
                #expect(second.auditConfigs.isEmpty)
                #expect(try await engine.policy(of: resource, requestedVersion: 3) == second)
                let third = try await engine.setPolicy(
                    policy, of: resource, updateMask: ["audit_configs"], ifEtag: second)
                #expect(third.auditConfigs == [audit] && third.bindings == second.bindings)
            }
        }
    }

    @Test func callersBeforeVersion3SeeNoConditions() async throws {
        try await withEngine { fixture async throws in
            let engine = fixture.engine
            let full = Policy(version: 3, bindings: [conditional, viewers])
            _ = try await engine.setPolicy(full, of: "projects/p")
            for version in [0, 1] as [Int32] {
                var policy = try await engine.policy(of: "projects/p", requestedVersion: version)
                #expect(policy.version == 1 && policy.bindings == [viewers])
                policy.version = version
                #expect(await reason { _ = try await engine.setPolicy(policy, of: "projects/p") } == .invalidField)
                policy.auditConfigs = [audit]
                let shown = try await engine.setPolicy(policy, of: "projects/p", updateMask: ["audit_configs"])
                #expect(shown.bindings == [viewers] && shown.auditConfigs == [audit])
                #expect(try await engine.policy(of: "projects/p", requestedVersion: 3).bindings == full.bindings)
            }
        }
    }

    @Test func ofTwoChangesOfTheSamePolicyOneIsRefused() async throws {
        try await withEngine { fixture async throws in
            let engine = fixture.engine
            let name = try await engine.start(StartRequest()).name.text
            for _ in 0..<10 {
                let policy = try await engine.policy(of: name)
                let bindings = viewers
                let reasons = await withTaskGroup { group in
                    for caller in 0..<8 {
                        group.addTask {
                            await reason {
                                var mine = policy
                                mine.bindings = [
                                    bindings, PolicyBinding(role: "roles/\(caller)", members: ["allUsers"]),
                                ]
                                _ = try await engine.setPolicy(mine, of: name)
                            }
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(reasons.count { $0 == nil } == 1 && reasons.count { $0 == .policyChanged } == 7)
            }
        }
    }

    @Test func anOperationThatIsNotThereHasNoPolicy() async throws {
        try await withEngine { fixture async throws in
            let engine = fixture.engine
            let name = try await engine.start(StartRequest()).name.text
            _ = try await engine.setPolicy(Policy(bindings: [viewers]), of: name)
            let asked = ["longrun.operations.get"]
            #expect(try await engine.testPermissions(asked, on: name) == asked)
            try await engine.delete(name)
            for (missing, expected) in [(name, ErrorReason.operationDeleted), ("operations/no", .operationNotFound)] {
                #expect(await reason { _ = try await engine.policy(of: missing) } == expected)
                #expect(await reason { _ = try await engine.setPolicy(Policy(), of: missing) } == expected)
                #expect(try await engine.testPermissions(asked, on: missing) == [])
            }
            #expect(try await fixture.store.policy(of: name) == nil)
            #expect(try await engine.testPermissions(asked, on: "projects/never-named") == [])
        }
    }

    @Test func anExpiredOperationLosesItsPolicy() async throws {
        try await withEngine { fixture async throws in
            var request = StartRequest()
            request.timeToLive = .seconds(5)
            let record = try await fixture.leased(request)
            let name = record.name.text
            _ = try await fixture.engine.setPolicy(Policy(bindings: [viewers]), of: name)
            _ = try await fixture.complete(record)
            await fixture.time.sleeper(until: fixture.time.now + .seconds(5))
            fixture.time.advance(by: .seconds(5))
            // The timer rests when it has removed what had expired.
            await fixture.time.sleeper(until: fixture.time.now + fixture.engine.settings.purgeRest.lowerBound)
            #expect(await reason { _ = try await fixture.engine.policy(of: name) } == .operationExpired)
            #expect(try await fixture.store.policy(of: name) == nil)
        }
    }

    @Test func anEmptyPolicyIsNotKept() async throws {
        try await withEngine { fixture async throws in
            let engine = fixture.engine
            let first = try await engine.setPolicy(Policy(bindings: [viewers]), of: "projects/p")
            let cleared = try await engine.setPolicy(Policy(etag: first.etag), of: "projects/p")
            #expect(cleared == .none)
            #expect(try await fixture.store.policy(of: "projects/p") == nil)
            #expect(await reason { _ = try await engine.setPolicy(first, of: "projects/p") } == .policyChanged)
        }
    }

    @Test func badRequestsAreRefused() async throws {
        try await withEngine { fixture async throws in
            let engine = fixture.engine
            let asked = ["longrun.operations.get"]
            for resource in ["", "projects", "operations/", "projects/-", "operations/a b", "//x/projects/p"] {
                #expect(await reason { _ = try await engine.policy(of: resource) } == .invalidField)
                #expect(await reason { _ = try await engine.setPolicy(Policy(), of: resource) } == .invalidField)
                #expect(await reason { _ = try await engine.testPermissions(asked, on: resource) } == .invalidField)
            }
            for version in [-1, 2, 4] as [Int32] {
                #expect(
                    await reason { _ = try await engine.policy(of: "a/b", requestedVersion: version) } == .invalidField)
                let policy = Policy(version: version)
                #expect(await reason { _ = try await engine.setPolicy(policy, of: "a/b") } == .invalidField)
            }
            for permissions in [[], ["*"], ["longrun.operations.*"], [""]] {
                #expect(await reason { _ = try await engine.testPermissions(permissions, on: "a/b") } == .invalidField)
            }
            let masked = await reason { _ = try await engine.setPolicy(Policy(), of: "a/b", updateMask: ["role"]) }
            #expect(masked == .invalidField)
        }
    }

    @Test func permissionsHaveThePrefixOfTheServer() async throws {
        try await withEngine { fixture async throws in
            let engine = fixture.engine
            _ = try await engine.setPolicy(Policy(bindings: [viewers]), of: "projects/p")
            let asked = ["dataproc.operations.wait", "longrun.operations.wait", "dataproc.operations.delete"]
            let dataproc = try await engine.testPermissions(asked, on: "projects/p", prefix: "dataproc.operations")
            #expect(dataproc == ["dataproc.operations.wait"])
            #expect(try await engine.testPermissions(asked, on: "projects/p") == ["longrun.operations.wait"])
        }
    }

    @Test func whatTheStoreDoesNotDoIsSaid() async throws {
        try await withEngine { fixture async throws in
            let policy = Policy(bindings: [viewers])
            fixture.faults.failNext(.full("no space"))
            #expect(await reason { _ = try await fixture.engine.setPolicy(policy, of: "projects/p") } == .storeFull)
            #expect(try await fixture.engine.policy(of: "projects/p") == .none)
        }
    }
}

extension OperationEngine {
    /// Sets a policy that was read as `current`.
    fileprivate func setPolicy(
        _ policy: Policy, of resource: String, updateMask: [String], ifEtag current: Policy
    ) async throws -> Policy {
        var policy = policy
        policy.etag = current.etag
        return try await setPolicy(policy, of: resource, updateMask: updateMask)
    }
}
