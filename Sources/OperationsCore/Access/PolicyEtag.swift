/// How a policy is told from the one before it.
///
/// An etag is a digest of the policy and of the etag that it replaced. So every change gives a new one, though a policy
/// comes back; and equal etags mean equal policies, also where a resource has lost its policy in between.
enum PolicyEtag {
    /// Of a resource for which no policy is stored, so that a first change can be guarded too.
    static let none = [UInt8](repeating: 0, count: 8)

    /// - Parameter before: the etag of the policy that this one replaces.
    static func of(_ policy: Policy, after before: [UInt8]) -> [UInt8] {
        guard !policy.isEmpty else { return none }
        var digest = Digest()
        digest.add(before)
        digest.add(policy.bindings.count)
        for binding in policy.bindings { digest.add(binding) }
        for config in policy.auditConfigs { digest.add(config) }
        return withUnsafeBytes(of: digest.value.bigEndian, Array.init)
    }

    /// FNV-1a of 64 bits. It need not withstand anyone: who may set a policy can leave the etag out.
    private struct Digest {
        private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

        mutating func add(_ bytes: some Collection<UInt8>) {
            add(bytes.count)
            for byte in bytes { mix(byte) }
        }

        mutating func add(_ number: Int) {
            withUnsafeBytes(of: Int64(number).littleEndian) { for byte in $0 { mix(byte) } }
        }

        mutating func add(_ texts: [String]) {
            add(texts.count)
            for text in texts { add(text.utf8) }
        }

        mutating func add(_ binding: PolicyBinding) {
            add(binding.role.utf8)
            add(binding.members)
            let condition = binding.condition
            add(condition.map { [$0.expression, $0.title, $0.description, $0.location] } ?? [])
        }

        mutating func add(_ config: AuditConfig) {
            add(config.service.utf8)
            add(config.logConfigs.count)
            for log in config.logConfigs {
                add(log.logType.rawValue.utf8)
                add(log.exemptedMembers)
            }
        }

        private mutating func mix(_ byte: UInt8) {
            value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
    }
}
