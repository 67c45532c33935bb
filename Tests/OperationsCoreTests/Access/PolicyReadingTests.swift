import OperationsCore
import Testing

/// What callers of each version are shown, and what a policy can stand at.
@Suite struct PolicyReadingTests {
    @Test(arguments: [0, 1] as [Int32])
    func conditionsAreLeftOutBeforeVersion3(_ version: Int32) throws {
        let stored = try PolicySamples.stored(
            PolicySamples.conditional, PolicySamples.always, audits: [PolicySamples.audit])
        let shown = stored.shown(toVersion: version)
        #expect(shown.bindings == [PolicySamples.always] && shown.version == 1)
        #expect(shown.auditConfigs == stored.auditConfigs && shown.etag == stored.etag)
        let bare = try PolicySamples.stored(PolicySamples.conditional).shown(toVersion: version)
        #expect(bare.bindings.isEmpty && bare.version == 0)
    }

    @Test func version3ShowsAll() throws {
        let stored = try PolicySamples.stored(PolicySamples.conditional, PolicySamples.always)
        #expect(stored.shown(toVersion: 3) == stored && stored.version == 3)
        #expect(try PolicySamples.stored(PolicySamples.always).shown(toVersion: 3).version == 1)
        #expect(Policy.none.shown(toVersion: 3) == .none)
        #expect(Policy.none.version == 0 && !Policy.none.etag.isEmpty)
    }

    @Test func theVersionAskedForIsChecked() {
        for version in [0, 1, 3] as [Int32] {
            #expect(throws: Never.self) { try PolicyVersion.check(version, field: "f") }
        }
        for version in [-1, 2, 4] as [Int32] {
            let found = refusal { try PolicyVersion.check(version, field: "f") }
            #expect(found == Refusal(.invalidField, "f"))
        }
    }

    @Test func resourcesAreOperationsAndParents() throws {
        for name in ["operations/x", "projects/p/operations/x", "a/operations/operations/x", "operations/operations"] {
            #expect(try PolicyResource(name) == .operation(OperationName(name)))
            #expect(try PolicyResource(name).name == name)
        }
        for name in ["projects/p", "projects/p/locations/l", "operations/x/jobs/y", "projects/operations"] {
            #expect(try PolicyResource(name) == .parent(Parent(name)))
            #expect(try PolicyResource(name).name == name)
        }
    }

    @Test(arguments: [
        "", "/", "operations", "projects", "operations/", "projects/p/operations", "projects/p/operations/",
        "projects/-", "projects/p/locations", "projects//p", "//host/projects/p", "projects/p/", "a/b c",
        "operations/..", String(repeating: "a/b/", count: 300) + "c/d", "operations/a:b",
    ])
    func othersAreRefused(_ name: String) {
        let found = refusal { _ = try PolicyResource(name) }
        #expect(found == Refusal(.invalidField, "resource"))
    }
}
