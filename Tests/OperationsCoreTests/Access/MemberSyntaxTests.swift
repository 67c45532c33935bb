import Testing

@testable import OperationsCore

/// The ways to write a member, and those that only look like one.
@Suite struct MemberSyntaxTests {
    private static let workforce = "iam.googleapis.com/locations/global/workforcePools/staff"
    private static let workload = "iam.googleapis.com/projects/123/locations/global/workloadIdentityPools/cluster"

    private static let valid = [
        "allUsers", "allAuthenticatedUsers", "user:ann@example.com", "user:a'b+c@x.example.com", "user:änn@exämple.com",
        "serviceAccount:robot@p.iam.gserviceaccount.com", "serviceAccount:p.svc.id.goog[default/builder]",
        "group:team@example.com", "domain:example.com", "domain:localhost",
        "principal://\(workforce)/subject/ann", "principal://\(workforce)/subject/ann@example.com",
        "principal://\(workload)/subject/ns/default/sa/builder", "principalSet://\(workforce)/group/team",
        "principalSet://\(workforce)/attribute.department/research", "principalSet://\(workforce)/*",
        "principalSet://\(workload)/group/team", "principalSet://\(workload)/attribute.a/b/c",
        "principalSet://\(workload)/*",
        "deleted:user:ann@example.com?uid=123", "deleted:serviceAccount:robot@p.iam.gserviceaccount.com?uid=123",
        "deleted:group:team@example.com?uid=123", "deleted:principal://\(workforce)/subject/ann",
    ]

    private static let invalid = [
        "", "ann", "ann@example.com", "AllUsers", "allusers", "allUsers ", "user:", "user:ann", "user:@example.com",
        "user:ann@", "user:a@b@c", "user:ann smith@example.com", "user:user:ann@example.com", "User:ann@example.com",
        "user:ann@example.com?uid=123", "user:allUsers", "user:ann@example.com\n", "user:a\u{0}@example.com",
        "\u{301}user:ann@example.com", "user:\u{301}", "group:", "group:team", "serviceAccount:",
        "serviceAccount:p.svc.id.goog", "serviceAccount:.svc.id.goog[a/b]", "serviceAccount:p.svc.id.goog[a]",
        "serviceAccount:p.svc.id.goog[a/]", "serviceAccount:p.svc.id.goog[/b]", "serviceAccount:p.svc.id.goog[a/b/c]",
        "serviceAccount:p.svc.id.goog[]", "serviceAccount:p.svc.id.goog[", "serviceAccount:p.svc.id.goog]",
        "serviceAccount:[a/b]", "domain:", "domain:@example.com", "domain:.example.com", "domain:example.com.",
        "domain:exam ple.com", "projectOwner:p", "robot:r2@d2", "principal:", "principal://", "principal://x",
        "principal://iam.googleapis.com/", "principal://example.com/locations/global/workforcePools/staff/subject/ann",
        "principal://\(workforce)", "principal://\(workforce)/", "principal://\(workforce)/subject",
        "principal://\(workforce)/subject/", "principal://\(workforce)/group/team", "principal://\(workforce)/*",
        "principal://iam.googleapis.com/locations/global/workforcePools//subject/ann",
        "principal://iam.googleapis.com/locations/eu/workforcePools/staff/subject/ann",
        "principal://iam.googleapis.com/locations/global/workloadIdentityPools/staff/subject/ann",
        "principal://iam.googleapis.com/projects/p/locations/global/workloadIdentityPools/c/subject/ann",
        "principal://iam.googleapis.com/projects/1/locations/global/workforcePools/c/subject/ann",
        "principalSet://\(workforce)", "principalSet://\(workforce)/subject/ann", "principalSet://\(workforce)/group/",
        "principalSet://\(workforce)/attribute./x", "principalSet://\(workforce)/attribute.a",
        "principalSet://\(workforce)/attribute.a/", "principalSet://\(workforce)/*/x", "principalSet://\(workforce)/**",
        "deleted:", "deleted:allUsers", "deleted:user:ann@example.com", "deleted:user:ann@example.com?uid=",
        "deleted:user:ann@example.com?id=1", "deleted:user:ann?uid=1", "deleted:domain:example.com?uid=1",
        "deleted:principalSet://\(workforce)/group/team", "deleted:deleted:user:ann@example.com?uid=1",
        "deleted:user:ann@example.com?uid=1?uid=2",
    ]

    @Test(arguments: valid)
    func accepts(_ member: String) throws {
        #expect(MemberSyntax.isValid(member))
        let policy = Policy(bindings: [PolicyBinding(role: "roles/viewer", members: [member])])
        #expect(try PolicyUpdate(policy).applied(to: nil, of: "a/b").bindings == policy.bindings)
    }

    @Test(arguments: invalid)
    func refuses(_ member: String) {
        #expect(!MemberSyntax.isValid(member))
        let bindings = [PolicySamples.always, PolicyBinding(role: "roles/viewer", members: ["allUsers", member])]
        #expect(
            refusal { _ = try PolicyUpdate(Policy(bindings: bindings)) }
                == Refusal(.invalidField, "policy.bindings[1].members[1]"))
    }

    @Test func everyBeginningOfAMemberIsSafe() {
        for member in Self.valid + Self.invalid {
            for length in 0...member.count { _ = MemberSyntax.isValid(String(member.prefix(length))) }
        }
    }

    @Test func groupsAreToldApart() {
        #expect(MemberSyntax.isGroup("group:a@b.c") && MemberSyntax.isGroup("deleted:group:a@b.c?uid=1"))
        #expect(
            !MemberSyntax.isGroup("user:a@b.c") && !MemberSyntax.isGroup("principalSet://\(Self.workforce)/group/x"))
    }
}
