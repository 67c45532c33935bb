import Testing

@testable import OperationsCore

/// What roles permit, and which questions can be asked.
@Suite struct PermissionTests {
    private static let verbs = ["get", "list", "wait", "cancel", "delete", "getIamPolicy", "setIamPolicy"]

    private func granted(
        _ role: String, to member: String = "allUsers", prefix: String = PermissionTest.defaultPrefix
    ) -> [String] {
        let policy = Policy(bindings: [PolicyBinding(role: role, members: ["user:ann@example.com", member])])
        return PermissionTest.granted(Self.verbs.map { "\(prefix).\($0)" }, by: policy, prefix: prefix)
            .map { String($0.dropFirst(prefix.count + 1)) }
    }

    @Test func theVerbsAreThese() {
        #expect(OperationVerb.allCases.map(\.rawValue) == Self.verbs)
    }

    @Test(arguments: [
        ("viewer", ["get", "list", "wait", "getIamPolicy"]),
        ("editor", ["get", "list", "wait", "cancel", "delete", "getIamPolicy"]), ("owner", verbs), ("admin", verbs),
    ])
    func rolesPermit(_ role: String, _ expected: [String]) {
        #expect(granted("roles/\(role)") == (role == "admin" ? [] : expected))
        #expect(granted("roles/longrun.\(role)") == expected)
        #expect(granted("roles/dataproc.\(role)", prefix: "dataproc.operations") == expected)
        #expect(granted("roles/\(role)", prefix: "dataproc.operations") == (role == "admin" ? [] : expected))
        #expect(granted("roles/longrun.\(role)", prefix: "dataproc.operations").isEmpty)
        #expect(granted("roles/longrun.operations.\(role)").isEmpty)
    }

    @Test(arguments: [
        "", "viewer", "roles/", "roles/Viewer", "roles/viewers", "roles/.viewer", "projects/p/roles/viewer",
    ])
    func unknownRolesPermitNothing(_ role: String) {
        #expect(granted(role).isEmpty)
    }

    @Test func onlyWhatEveryoneHasCounts() {
        for member in ["allAuthenticatedUsers", "user:bob@example.com", "allusers"] {
            #expect(granted("roles/owner", to: member).isEmpty)
        }
        let policy = Policy(bindings: [PolicyBinding(role: "roles/viewer", members: ["user:ann@example.com"])])
        let asked = ["longrun.operations.get", "longrun.operations.delete"]
        let ann = PermissionTest.granted(asked, by: policy, to: ["allUsers", "user:ann@example.com"])
        #expect(ann == ["longrun.operations.get"])
        #expect(PermissionTest.granted(asked, by: policy).isEmpty)
        #expect(PermissionTest.granted(asked, by: nil).isEmpty)
    }

    @Test func conditionsPermitNothing() {
        var binding = PolicyBinding(role: "roles/longrun.owner", members: ["allUsers"])
        binding.condition = PolicyCondition(expression: "true")
        let asked = ["longrun.operations.get"]
        #expect(PermissionTest.granted(asked, by: Policy(version: 3, bindings: [binding])).isEmpty)
        let both = Policy(version: 3, bindings: [binding, PolicySamples.always])
        #expect(PermissionTest.granted(asked, by: both) == asked)
    }

    @Test func theAnswerIsInTheOrderAskedAndHoldsEachOnce() {
        let asked = ["wait", "delete", "get", "wait", "get", "list"].map { "longrun.operations.\($0)" }
        let policy = Policy(bindings: [PolicySamples.always, PolicySamples.always])
        let answer = PermissionTest.granted(asked, by: policy)
        #expect(answer == ["wait", "get", "list"].map { "longrun.operations.\($0)" })
    }

    @Test func permissionsOfOthersAreNotGiven() {
        let asked = ["storage.buckets.get", "dataproc.operations.get", "longrun.operations.GET", "operations.get"]
        #expect(PermissionTest.granted(asked, by: Policy(bindings: [PolicySamples.always])).isEmpty)
        #expect(throws: Never.self) { try PermissionTest.check(asked) }
    }

    @Test(arguments: [
        "", "*", "storage.*", "*.operations.get", "longrun.operations.*", "longrun.operations.", ".operations.get",
        "longrun..get", "longrun", "longrun.operations.get ", "longrun.operations.gét", "longrun/operations/get",
        "longrun.operations.get\u{0}",
    ])
    func malformedPermissionsAreRefused(_ permission: String) {
        let found = refusal {
            try PermissionTest.check(["longrun.operations.get", permission])
        }
        #expect(found == Refusal(.invalidField, "permissions[1]"))
    }

    @Test func atLeastOneAndAtMostAHundredAreAskedFor() {
        let one = "longrun.operations.get"
        for (count, isRefused) in [(0, true), (1, false), (100, false), (101, true)] {
            let found = refusal {
                try PermissionTest.check(Array(repeating: one, count: count))
            }
            #expect(found == (isRefused ? Refusal(.invalidField, "permissions") : nil))
        }
    }
}
