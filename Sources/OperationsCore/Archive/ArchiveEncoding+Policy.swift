extension ArchiveEncoding {
    mutating func add(_ policy: Policy) {
        add(policy.version)
        add(policy.etag)
        add(policy.bindings) { $0.add($1) }
        add(policy.auditConfigs) { $0.add($1) }
    }

    private mutating func add(_ binding: PolicyBinding) {
        add(binding.role)
        add(binding.members)
        add(binding.condition) {
            for text in [$1.expression, $1.title, $1.description, $1.location] { $0.add(text) }
        }
    }

    private mutating func add(_ config: AuditConfig) {
        add(config.service)
        add(config.logConfigs) {
            $0.add($1.logType.rawValue)
            $0.add($1.exemptedMembers)
        }
    }
}
