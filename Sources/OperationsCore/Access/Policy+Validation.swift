/// The checks of a policy that need nothing but itself; `policy` is the request's field that holds it.
extension Policy {
    /// Says what is wrong with the bindings, and that they need version 3.
    func checkBindings() throws(ServiceError) {
        try checkCounts()
        for (index, binding) in bindings.enumerated() {
            try binding.check(field: "policy.bindings[\(index)]")
        }
        guard !hasConditions || version >= PolicyVersion.conditional else {
            throw .invalid("policy.version", "A binding has a condition, so the policy must say version 3.")
        }
    }

    func checkAuditConfigs() throws(ServiceError) {
        for (index, config) in auditConfigs.enumerated() {
            try config.check(field: "policy.audit_configs[\(index)]")
        }
    }

    func checkSize() throws(ServiceError) {
        guard size <= PolicyLimits.size else {
            throw .invalid(
                "policy",
                "A policy has at most \(PolicyLimits.size) bytes of text, 8 added for each piece of it. Use groups.")
        }
    }

    private func checkCounts() throws(ServiceError) {
        let principals = bindings.reduce(0) { $0 + $1.members.count }
        guard principals <= PolicyLimits.principals else {
            throw .invalid(
                "policy.bindings",
                "All bindings together have at most \(PolicyLimits.principals) members, each counted as often as it "
                    + "stands there. Use groups.")
        }
        let groups = bindings.reduce(0) { $0 + $1.members.count(where: MemberSyntax.isGroup) }
        guard groups <= PolicyLimits.groups else {
            throw .invalid(
                "policy.bindings",
                "All bindings together have at most \(PolicyLimits.groups) groups among their members.")
        }
    }
}

extension PolicyBinding {
    /// `roles/viewer`, or one that a project or an organization made: `projects/p/roles/watcher`.
    private var isRole: Bool {
        let words = role.split(separator: "/", omittingEmptySubsequences: false)
        guard role.utf8.count <= PolicyLimits.roleLength, words.allSatisfy(isWord) else { return false }
        return words.dropLast().last == "roles" && (words.count == 2 || words.count == 4)
    }

    private func isWord(_ word: Substring) -> Bool {
        !word.isEmpty
            && word.utf8.allSatisfy { NameSyntax.isSegmentByte($0) || $0 == UInt8(ascii: ":") }
    }

    fileprivate func check(field: String) throws(ServiceError) {
        guard isRole else {
            throw .invalid(
                "\(field).role", "A binding gives a role, such as 'roles/viewer' or 'projects/p/roles/watcher'.")
        }
        guard !members.isEmpty else {
            throw .invalid("\(field).members", "A binding has at least one member; leave out one that has none.")
        }
        try MemberSyntax.check(members, field: "\(field).members")
        try condition?.check(field: "\(field).condition", role: role, members: members)
    }
}

extension PolicyCondition {
    fileprivate func check(field: String, role: String, members: [String]) throws(ServiceError) {
        guard !expression.isEmpty else {
            throw .invalid("\(field).expression", "A condition has an expression; leave out one that has none.")
        }
        guard !OperationRole.basicNames.contains(role) else {
            throw .invalid(
                field, "The basic roles owner, editor and viewer take no condition; use a role of the service.")
        }
        guard !members.contains(where: MemberSyntax.isPublic) else {
            throw .invalid(field, "A binding for allUsers or allAuthenticatedUsers takes no condition.")
        }
    }
}

extension AuditConfig {
    fileprivate func check(field: String) throws(ServiceError) {
        guard !service.isEmpty, FieldRules.isPrintable(service) else {
            throw .invalid("\(field).service", "Name a service, or write 'allServices'.")
        }
        for (index, config) in logConfigs.enumerated() {
            try MemberSyntax.check(
                config.exemptedMembers, field: "\(field).audit_log_configs[\(index)].exempted_members")
        }
    }
}

extension MemberSyntax {
    fileprivate static func check(_ members: [String], field: String) throws(ServiceError) {
        if let index = members.firstIndex(where: { !isValid($0) }) {
            throw .invalid("\(field)[\(index)]", rule)
        }
    }
}
