/// Which permissions a policy gives (TestIamPermissions).
public enum PermissionTest {
    /// What permissions begin with unless it is said otherwise.
    public static let defaultPrefix = "longrun.operations"

    /// - Parameter permissions: 1 to 100 names such as `longrun.operations.get`.
    /// - Throws: INVALID_FIELD that names the permission; wildcards are none.
    public static func check(_ permissions: [String]) throws(ServiceError) {
        guard (1...PolicyLimits.permissions).contains(permissions.count) else {
            throw .invalid("permissions", "Ask about 1 to \(PolicyLimits.permissions) permissions.")
        }
        guard let index = permissions.firstIndex(where: { !isPermission($0) }) else { return }
        throw .invalid(
            "permissions[\(index)]",
            "A permission is words of letters, digits, '-' and '_' with dots between, such as "
                + "'\(defaultPrefix).get'; wildcards are not allowed.")
    }

    /// Those of the permissions that the policy gives, in their order and each once.
    ///
    /// Bindings with conditions give nothing, since nobody evaluates them.
    ///
    /// - Parameters:
    ///   - permissions: each is given or not by its whole name, so that other services' names are never given.
    ///   - policy: nil gives nothing.
    ///   - prefix: `{service}.{type}`, to which a verb is added.
    ///   - members: all names under which the caller can stand in a policy; everyone is `allUsers`.
    public static func granted(
        _ permissions: [String], by policy: Policy?, prefix: String = defaultPrefix,
        to members: Set<String> = ["allUsers"]
    ) -> [String] {
        let service = prefix.prefix { $0 != "." }
        var given: Set<String> = []
        for binding in policy?.bindings ?? [] where binding.condition == nil {
            guard let role = OperationRole(named: binding.role, service: service),
                binding.members.contains(where: members.contains)
            else { continue }
            given.formUnion(role.verbs.map { "\(prefix).\($0.rawValue)" })
        }
        return permissions.filter { given.remove($0) != nil }
    }

    private static func isPermission(_ text: String) -> Bool {
        let words = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return words.count >= 2 && words.allSatisfy { !$0.isEmpty && $0.allSatisfy(isWordByte) }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
