import GRDB
import OperationsCore

extension SQLiteTransaction {
    func policy(of resource: String) throws -> Policy? {
        try guarded { try db.policy(of: resource) }
    }

    func put(_ policy: Policy, of resource: String) throws {
        try guarded {
            let columns = try PolicyColumns.Encoded(policy)
            try db.run(.putPolicy) {
                $0.text(resource)
                columns.bind(to: &$0)
            }
            hasPolicies = true
        }
    }

    func removePolicy(of resource: String) throws {
        try guarded { try deletePolicy(of: resource) }
    }

    /// Costs nothing as long as nobody sets policies.
    func deletePolicy(of resource: String) throws {
        guard hasPolicies else { return }
        try db.run(.deletePolicy) { $0.text(resource) }
    }
}

extension Database {
    func policy(of resource: String) throws -> Policy? {
        try first(.policy, { $0.text(resource) }, row: PolicyColumns.read)
    }

    func hasPolicies() throws -> Bool {
        try first(.anyPolicy) { $0.int() } != nil
    }
}
