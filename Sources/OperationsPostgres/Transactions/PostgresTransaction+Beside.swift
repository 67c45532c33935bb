import OperationsCore
import PostgresClient

/// What stands beside operations. Who touches it locks its resource first, so that two do not change it at once.
extension PostgresTransaction {
    private static let allSets = "descriptor-sets"

    func descriptorSets() throws -> [DescriptorSet] {
        try guarded {
            lock(Self.allSets)
            return try ask(.descriptorSets).all(DescriptorSet.init)
        }
    }

    func put(_ set: DescriptorSet) throws {
        try guarded {
            lock(Self.allSets)
            queue(.putDescriptorSet) {
                $0.kept(set.id)
                $0.bytes(set.content)
                $0.time(set.updateTime)
            }
            hasWritten = true
            changesSets = true
        }
    }

    func removeDescriptorSet(_ id: String) throws -> Bool {
        try guarded {
            lock(Self.allSets)
            guard try ask(.deleteDescriptorSet, { $0.kept(id) }).affectedRows > 0 else { return false }
            hasWritten = true
            changesSets = true
            return true
        }
    }

    func policy(of resource: String) throws -> Policy? {
        try guarded {
            lock("policy/" + resource)
            return try ask(.policy) { $0.kept(resource) }.first(PolicyColumns.read)
        }
    }

    func put(_ policy: Policy, of resource: String) throws {
        try guarded {
            lock("policy/" + resource)
            queue(.putPolicy) {
                $0.kept(resource)
                PolicyColumns.bind(policy, to: &$0)
            }
            hasWritten = true
        }
    }

    func removePolicy(of resource: String) throws {
        try guarded {
            lock("policy/" + resource)
            queue(.deletePolicies) { $0.kept([resource]) }
            hasWritten = true
        }
    }

    private func lock(_ resource: String) {
        queue(.lockResource) { $0.kept(resource) }
    }
}

extension DescriptorSet {
    init(_ row: inout PostgresRow) {
        self.init(id: row.kept(), content: row.bytes(), updateTime: row.timestamp())
    }
}
